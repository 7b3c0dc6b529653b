using System.Text.Json;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Programme.Log;

public sealed class FoldTests
{
    private readonly ProgrammeWalk _walk = new ProgrammeWalk().To(Stage.Operating, level: Level.Province).To(Stage.DistrictReview, "baihe");

    [Fact]
    public void A_log_read_back_from_its_JSON_folds_to_the_same_state()
    {
        var again = _walk.Entries.Aggregate(ProgrammeState.Empty, (state, entry) => state.Fold(entry with { Act = ActJson.Read(ActJson.Write(entry.Act)) }));

        Assert.Equal(Text(_walk.State), Text(again));
    }

    [Fact]
    public void What_was_can_be_folded_again()
    {
        var prefix = _walk.Entries.TakeWhile(e => e.Act is not ProjectListed).Aggregate(ProgrammeState.Empty, (state, entry) => state.Fold(entry));

        Assert.Equal(Stage.Plans, prefix.Projects[ProgrammeWalk.Project].Process.Stage);
    }

    [Fact]
    public void An_entry_that_is_not_the_next_is_refused() => Assert.Throws<ArgumentException>(() => _walk.State.Fold(_walk.Entries[0]));

    [Fact]
    public void An_act_with_a_field_that_is_unknown_or_missing_is_refused()
    {
        Assert.Throws<JsonException>(() => ActJson.Read("""{"act":"projectResumed","project":"a","colour":"blue","on":null}"""));
        Assert.Throws<JsonException>(() => ActJson.Read("""{"act":"projectResumed","on":null}"""));
        Assert.Throws<JsonException>(() => ActJson.Read("""{"act":"projectSuspended","project":null,"reason":"r","on":null}"""));
        Assert.Throws<JsonException>(() => ActJson.Read("""{"act":"projectBurnt","project":"a"}"""));
    }

    [Fact]
    public void The_names_of_acts_in_the_log_never_change()
    {
        string[] names =
        [
            "acceptanceApplied", "acceptancePassed", "buildingStarted", "challengeAnswered", "challengeClosed", "departmentSigned", "documentEntered", "documentWithdrawn", "extensionGranted", "findingAnswered", "findingReopened", "measureChallenged", "operationStarted", "planReviewed", "policyAdopted",
            "projectAdded", "projectDeclared", "projectForwarded", "projectListed", "projectNamed", "projectReplaced", "projectRescheduled", "projectResubmitted", "projectResumed", "projectReturned", "projectSelected",
            "projectSuspended", "projectTyped", "projectWithdrawn", "provinceApplied", "reviewSigned", "sampleChecked", "sampleDrawn", "selfAcceptanceReported", "surveyWritten",
        ];

        Assert.Empty(names.Except(ActJson.Kinds.Keys));
    }

    private static string Text(ProgrammeState state) => JsonSerializer.Serialize(state, ActJson.Options);
}
