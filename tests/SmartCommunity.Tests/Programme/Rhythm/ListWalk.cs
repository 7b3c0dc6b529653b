using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Tests.Programme.Rhythm;

/// <summary>Drafts lists in a programme in memory as the cloud does.</summary>
internal static class ListWalk
{
    /// <summary>A Monday.</summary>
    internal static readonly DateOnly Monday = new(2022, 3, 7);

    internal static ListPeriod Week(int weeks = 0) => new(Cadence.Weekly, Monday.AddDays(weeks * 7));

    internal static ListInputs Inputs(
        IReadOnlyList<AlertTally>? alerts = null, IReadOnlyList<ScoreMove>? scores = null, IReadOnlyList<OpenMilestone>? milestones = null, IReadOnlyList<EndingEvidence>? evidence = null,
        IReadOnlyList<OpenFinding>? findings = null, IReadOnlyList<OpenChallenge>? challenges = null, IReadOnlyList<OpenLease>? leases = null, IReadOnlyList<PassedStep>? passes = null) => new()
        {
            Alerts = alerts ?? [], Scores = scores ?? [], Milestones = milestones ?? [], Evidence = evidence ?? [], Findings = findings ?? [], Challenges = challenges ?? [], Leases = leases ?? [], Passes = passes ?? [],
        };

    internal static AlertTally Alerts(string project, int open = 3, int urgent = 0) => new(project, 12, 9, open, urgent, $"/alerts?community={project}");

    internal static OpenMilestone Due(string project, DateOnly on) => new(project, "completion", new Words("创建任务", "The project"), new DueDate(on, "T-01", Extended: false), $"/programme/{project}");

    internal static ListsDrafted Drafted(ProgrammeWalk walk, ListPeriod period, ListInputs inputs) =>
        new(period, period.Number(ProgrammeWalk.Policy.Rhythm), inputs, ListDraft.Of(period, inputs, walk.State.Rhythm.Before(period), walk.State, ProgrammeWalk.Policy));

    /// <summary>Drafts on the period's own day.</summary>
    internal static ListIssue Draft(this ProgrammeWalk walk, ListPeriod period, ListInputs inputs)
    {
        walk.Today = period.Due;
        walk.Do(Drafted(walk, period, inputs), ProgrammeEntry.System);
        return walk.State.Rhythm.Lists[period];
    }

    internal static ListIssue Sign(this ProgrammeWalk walk, ListPeriod period, string by = "Zhou")
    {
        walk.Do(new ListsSigned(period, walk.State.Rhythm.Lists[period].Position), by);
        return walk.State.Rhythm.Lists[period];
    }
}
