using System.Text.Json;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Public;

namespace SmartCommunity.Tests.Programme.Public;

public sealed class PublicProjectTests
{
    private readonly ProgrammeWalk _walk = new();

    [Fact]
    [Trait("Rule", "P-04")]
    public void Anybody_sees_progress_and_facilities_and_nobodys_name()
    {
        _walk.To(Stage.DistrictReview);
        _walk.Do(new ProjectReturned(ProgrammeWalk.Project, [new NewFinding("Mrs Zhang's ramp is missing.", _walk.Today)]), "Zhou Clerk");

        var all = PublicProject.Of(_walk.State, ProgrammeWalk.Policy);
        var text = JsonSerializer.Serialize(all, ActJson.Options);

        var project = all.Single(p => p.Id == ProgrammeWalk.Project);
        Assert.Equal("退回整改", project.Stage.Zh);
        Assert.Equal(_walk[ProgrammeWalk.Project].Process.ListedOn, project.ListedOn);
        Assert.Equal(_walk[ProgrammeWalk.Project].Ground.Facilities.Count, project.Facilities.Count);
        Assert.All([ProgrammeWalk.Lead, "Inspector", "Zhang", "Zhou Clerk", "document.pdf"], hidden => Assert.DoesNotContain(hidden, text, StringComparison.Ordinal));
    }

    [Fact]
    public void What_left_the_pool_is_not_shown()
    {
        _walk.Do(new ProjectWithdrawn("baihe", "no money"));

        Assert.Equal(16, PublicProject.Of(_walk.State, ProgrammeWalk.Policy).Count);
    }
}
