using System.Globalization;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>What the programme itself gives lists and bulletins: due dates, open findings and challenges, passes. Pure.</summary>
public static class ProgrammeDates
{
    private const string Completion = "completion", PlannedFinish = "plannedFinish";

    /// <summary>Rule of a planned finish: units plan by the year (G-14).</summary>
    private const string PlanRule = "G-14";

    private static readonly Words _completion = new("创建任务", "The project"), _planned = new("项目库计划", "The pool's plan"), _city = new("市级验收", "the city's acceptance"), _province = new("省级验收", "the province's acceptance");

    /// <summary>Due date of every project that is in the running and has not passed: by T-01 to T-04 once it is listed, before that the end of the month the pool plans.</summary>
    public static IReadOnlyList<OpenMilestone> Milestones(ProgrammeState state, PolicyLibrary policies, Func<string, string> linkOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(linkOf);
        return
        [
            .. state.Projects.Values.Where(p => p.Process.Ended is null && p.Process.FirstPass is null).Select(p => p.Process.Due(p.Pool, policies.Of(p.Policy ?? state.Policy).Deadlines) is { } due
                ? new OpenMilestone(p.Id, Completion, _completion, due, linkOf(p.Id))
                : new OpenMilestone(p.Id, PlannedFinish, _planned, new DueDate(p.Pool.Finish.LastDay, PlanRule, Extended: false), linkOf(p.Id))),
        ];
    }

    /// <summary>Findings without an answer, of projects in the running.</summary>
    public static IReadOnlyList<OpenFinding> Findings(ProgrammeState state, Func<string, string> linkOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(linkOf);
        return
        [
            .. state.Projects.Values.Where(p => p.Process.Ended is null)
                .SelectMany(p => p.Process.Open.Select(f => new OpenFinding(p.Id, f.No.ToString(CultureInfo.InvariantCulture), f.Text, f.Due, linkOf(p.Id)))),
        ];
    }

    /// <summary>Challenges the unit has not answered, of projects in the running.</summary>
    public static IReadOnlyList<OpenChallenge> Challenges(ProgrammeState state, Func<string, string> linkOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(linkOf);
        return
        [
            .. state.Projects.Values.Where(p => p.Process.Ended is null)
                .SelectMany(p => p.Review.Challenges.Where(c => c.Answer is null && c.End is null).Select(c => new OpenChallenge(p.Id, c.No.ToString(CultureInfo.InvariantCulture), c.Measure, c.Reason, c.Due, linkOf(p.Id)))),
        ];
    }

    /// <summary>Requests to lease state-owned property that nobody decided yet, of projects in the running. The text sets no time for a decision.</summary>
    public static IReadOnlyList<OpenLease> Leases(ProgrammeState state, Func<string, string> linkOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(linkOf);
        return
        [
            .. state.Projects.Values.Where(p => p.Process.Ended is null)
                .SelectMany(p => p.Resources.Leases.Where(l => l.Value.Stage is LeaseStage.Requested or LeaseStage.Opinion).Select(l => new OpenLease(p.Id, l.Key, $"{p.Resources.Spaces.GetValueOrDefault(l.Value.Space)?.Name ?? l.Value.Space} · {l.Value.Tenant}", null, linkOf(p.Id)))),
        ];
    }

    /// <summary>Acceptances passed within some days.</summary>
    public static IReadOnlyList<PassedStep> Passes(ProgrammeState state, DateOnly from, DateOnly until, Func<string, string> linkOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(linkOf);
        return
        [
            .. state.Projects.Values.SelectMany(p => new[] { ("city", _city, p.Process.CityPassedOn), ("province", _province, p.Process.ProvincePassedOn) }.Select(s => (Project: p.Id, Code: s.Item1, Name: s.Item2, On: s.Item3)))
                .Where(s => s.On >= from && s.On <= until).Select(s => new PassedStep(s.Project, s.Code, s.Name, s.On!.Value, linkOf(s.Project))),
        ];
    }
}
