using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Process;

public sealed class DueDateTests
{
    private const string Project = ProgrammeWalk.Project;
    private static readonly DateOnly _listed = new(2021, 12, 16);
    private readonly ProgrammeWalk _walk = new() { Today = _listed };

    [Theory]
    [Trait("Rule", "T-01")]
    [Trait("Rule", "T-02")]
    [Trait("Rule", "T-03")]
    [Trait("Rule", "T-04")]
    [InlineData(ProjectType.Renovation, false, false, "2022-12-16", "T-01")]
    [InlineData(ProjectType.Renovation, true, false, "2023-12-16", "T-02")]
    [InlineData(ProjectType.NewBuild, false, false, "2024-12-16", "T-03")]
    [InlineData(ProjectType.Rebuild, false, false, "2024-12-16", "T-03")]
    [InlineData(ProjectType.NewBuild, false, true, "2024-12-16", "T-04")]
    public void A_project_is_due_by_its_type(ProjectType type, bool demolition, bool resettlement, string due, string rule)
    {
        var line = _walk[Project].Pool with { Type = type, Demolition = demolition, Resettlement = resettlement };

        Assert.Equal(new DueDate(DateOnly.Parse(due, null), rule, Extended: false), DueDate.Of(_listed, line, ProgrammeWalk.Policy.Deadlines, []));
    }

    [Fact]
    [Trait("Rule", "T-05")]
    public void The_clock_starts_with_the_listing_not_with_the_pools_month()
    {
        Assert.Null(Due(_walk.To(Stage.Plans)));

        Assert.Equal(new DateOnly(2022, 12, 16), Due(_walk.To(Stage.Listed))!.On);
    }

    [Fact]
    [Trait("Rule", "T-04")]
    public void Resettlement_gives_up_to_four_years_and_needs_an_approval_by_another()
    {
        _walk.Do(new ProjectTyped(Project, ProjectType.NewBuild, false, true, "residents move")).To(Stage.Listed);

        _walk.Refused(Extension(new DateOnly(2025, 12, 17)), "to", "T-04");
        _walk.Refused(Extension(new DateOnly(2025, 12, 16)) with { ApprovedBy = ProgrammeWalk.Street }, "approvedBy", "T-04");
        // Nor under the name of the same account.
        _walk.Refused(Extension(new DateOnly(2025, 12, 16)) with { ApprovedBy = $"{ProgrammeWalk.Street} (street-1)" }, "approvedBy", "T-04");
        _walk.Refused(Extension(new DateOnly(2024, 12, 16)), "to", "T-04");
        _walk.Do(Extension(new DateOnly(2025, 12, 16)));

        Assert.Equal(new DueDate(new DateOnly(2025, 12, 16), "T-04", Extended: true), Due(_walk));
    }

    [Fact]
    public void What_is_not_listed_cannot_be_extended() => _walk.Refused(Extension(new DateOnly(2025, 1, 1)), "project", "T-05");

    [Theory]
    [Trait("Rule", "O-03")]
    [InlineData("2022-10-16", null, Signal.Green)]
    [InlineData("2022-10-18", null, Signal.Amber)]
    [InlineData("2022-12-16", null, Signal.Amber)]
    [InlineData("2022-12-17", null, Signal.Red)]
    [InlineData("2024-01-01", "2022-12-16", Signal.Green)]
    [InlineData("2024-01-01", "2022-12-17", Signal.Red)]
    public void A_due_date_is_green_amber_or_red(string asOf, string? done, Signal signal) => Assert.Equal(
        signal,
        new DueDate(new DateOnly(2022, 12, 16), "T-01", false).Signal(DateOnly.Parse(asOf, null), done is null ? null : DateOnly.Parse(done, null), ProgrammeWalk.Policy.Deadlines.AmberDays));

    private static DueDate? Due(ProgrammeWalk walk) => walk[Project].Process.Due(walk[Project].Pool, ProgrammeWalk.Policy.Deadlines);

    private static ExtensionGranted Extension(DateOnly to) => new(Project, to, "approval 7", "Zhao", "resettlement takes longer");
}
