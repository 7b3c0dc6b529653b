using System.Globalization;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>
/// Drafts the three lists of a period from its inputs. Pure and deterministic: the same inputs and the same issue before give the same lines in the same order. A line that stood in the issue before keeps
/// its unit, its due date and its first issue, whatever people made of them: a thing that is carried on does not become younger. Lines that people entered are carried on until somebody settles them.
/// </summary>
public static class ListDraft
{
    private const string Rule = "O-01", Responsible = "O-02", Colours = "O-03", Lease = "P-03", Cases = "P-05";

    /// <summary>The lines, by list, project and key.</summary>
    /// <param name="period">The period.</param>
    /// <param name="inputs">What it is drafted from.</param>
    /// <param name="before">The latest earlier issue of the cadence; null: there is none.</param>
    /// <param name="state">The programme, for names and responsible units.</param>
    /// <param name="policy">The policy in force.</param>
    public static IReadOnlyList<ListLine> Of(ListPeriod period, ListInputs inputs, ListIssue? before, ProgrammeState state, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        var draft = new Drafting(period, state, policy, period.NextDue(policy.Rhythm));
        var known = before?.Lines.ToDictionary(l => l.Key, StringComparer.Ordinal) ?? [];
        var own = before?.Lines.Where(l => l.IsOwn && !before.Settled.ContainsKey(l.Key)) ?? [];
        return
        [
            .. draft.Lines(inputs).Select(d => known.TryGetValue(d.Line.Key, out var was) ? CarriedOn(d, was, before!) : d.Line).Concat(own)
                .OrderBy(l => l.List).ThenBy(l => l.Project, StringComparer.Ordinal).ThenBy(l => l.Key, StringComparer.Ordinal),
        ];
    }

    // A date of the thing itself that lies ahead counts, it may have been extended; else the one that was given first, or set by a person, stays.
    private static ListLine CarriedOn(Drafted drafted, ListLine was, ListIssue before) =>
        drafted.Line with { Unit = was.Unit, Since = was.Since, Due = drafted.HasOwnDate && !before.Changed.ContainsKey(was.Key) ? drafted.Line.Due : was.Due };

    /// <summary>A line as it would stand in a first issue.</summary>
    private readonly record struct Drafted(ListLine Line, bool HasOwnDate);

    /// <summary>One drafting: what all of its lines need.</summary>
    private sealed class Drafting(ListPeriod period, ProgrammeState state, PolicyPack policy, DateOnly next)
    {
        private const string Milestone = "milestone", Evidence = "evidence";

        internal IEnumerable<Drafted> Lines(ListInputs inputs) =>
        [
            .. inputs.Alerts.Where(a => a.Open > 0).Select(OfAlerts),
            .. inputs.Scores.Select(OfScore).OfType<Drafted>(),
            .. inputs.Milestones.Select(OfMilestone).OfType<Drafted>(),
            .. inputs.Evidence.Select(OfEvidence).OfType<Drafted>(),
            .. inputs.Findings.Select(OfFinding),
            .. inputs.Challenges.Select(OfChallenge),
            .. inputs.Leases.Select(OfLease),
            .. inputs.Passes.Select(OfPass),
        ];

        private Drafted OfAlerts(AlertTally a) => Line(
            $"alerts/{a.Project}", a.OpenUrgent > 0 ? ListKind.Problems : ListKind.Work, a.Project, null,
            new Words($"本期新增告警{a.Raised}条、办结{a.Handled}条，期末未结{a.Open}条，其中紧急{a.OpenUrgent}条", $"Alerts: {a.Raised} raised, {a.Handled} closed, {a.Open} open at the end, {a.OpenUrgent} of them urgent"), a.Link, [Rule, Responsible]);

        private Drafted? OfScore(ScoreMove s)
        {
            var change = Points.Rounded(s.After) - Points.Rounded(s.Before);
            if (Math.Abs(change) < policy.Rhythm.ScoreDropPoints)
                return null;
            var (from, to, by) = (Points.Text(s.Before), Points.Text(s.After), Points.Text(Math.Abs(change)));
            return change < 0
                ? Line($"score/{s.Project}", ListKind.Problems, s.Project, null, new Words($"总分由{from}降至{to}，下降{by}分", $"The total fell by {by} points, from {from} to {to}"), s.Link, [Rule, Responsible])
                : Line($"rise/{s.Project}", ListKind.Innovation, s.Project, null, new Words($"总分由{from}升至{to}，上升{by}分：总结做法", $"The total rose by {by} points, from {from} to {to}: write down what was done"), s.Link, [Rule, Cases]);
        }

        private Drafted? OfMilestone(OpenMilestone m) => m.Due.Signal(period.Due, null, policy.Deadlines.AmberDays) switch
        {
            Signal.Red => Line($"{Milestone}/{m.Project}/{m.Code}", ListKind.Problems, m.Project, m.Due.On, new Words($"{m.Name.Zh}应于{Day(m.Due.On)}完成，已逾期", $"{m.Name.En} was due on {Day(m.Due.On)} and is overdue"), m.Link, [Rule, Colours, m.Due.Rule]),
            Signal.Amber => Line($"{Milestone}/{m.Project}/{m.Code}", ListKind.Work, m.Project, m.Due.On, new Words($"{m.Name.Zh}应于{Day(m.Due.On)}完成", $"{m.Name.En} is due on {Day(m.Due.On)}"), m.Link, [Rule, Colours, m.Due.Rule]),
            _ => null,
        };

        private Drafted? OfEvidence(EndingEvidence e)
        {
            if (e.CountsUntil > period.Due.AddDays(policy.Acceptance.EvidenceExpiryDays))
                return null;
            var isOver = e.CountsUntil < period.Due;
            return Line(
                $"{Evidence}/{e.Project}/{e.Id}", isOver ? ListKind.Problems : ListKind.Work, e.Project, e.CountsUntil,
                isOver ? new Words($"佐证“{e.Title}”已于{Day(e.CountsUntil)}到期，应重新提交", $"Evidence “{e.Title}” ended on {Day(e.CountsUntil)}: hand in a new one") : new Words($"佐证“{e.Title}”将于{Day(e.CountsUntil)}到期，应更新", $"Evidence “{e.Title}” ends on {Day(e.CountsUntil)}: renew it"),
                e.Link, [Rule, Responsible]);
        }

        private Drafted OfFinding(OpenFinding f) => Line(
            $"finding/{f.Project}/{f.Id}", f.Due < period.Due ? ListKind.Problems : ListKind.Work, f.Project, f.Due, new Words($"整改意见未答复：{f.Text}", $"Finding without an answer: {f.Text}"), f.Link, [Rule, Responsible]);

        private Drafted OfChallenge(OpenChallenge c) => Line(
            $"challenge/{c.Project}/{c.Id}", c.Due < period.Due ? ListKind.Problems : ListKind.Work, c.Project, c.Due, new Words($"对测点 {c.Measure} 的质询未答复：{c.Reason}", $"Challenge of {c.Measure} without an answer: {c.Reason}"), c.Link, [Rule, Responsible]);

        private Drafted OfLease(OpenLease l) => Line(
            $"lease/{l.Project}/{l.Id}", l.Due < period.Due ? ListKind.Problems : ListKind.Work, l.Project, l.Due, new Words($"国有房产租用申请未决：{l.Premises}", $"Request for state-owned premises without a decision: {l.Premises}"), l.Link, [Rule, Lease]);

        private Drafted OfPass(PassedStep p) => Line(
            $"pass/{p.Project}/{p.Code}", ListKind.Innovation, p.Project, null, new Words($"{Day(p.On)}通过{p.Name.Zh}：总结做法", $"Passed {p.Name.En} on {Day(p.On)}: write down what was done"), p.Link, [Rule, Cases]);

        // What has no date, or is past it, is to be answered by the next issue.
        private Drafted Line(string key, ListKind list, string project, DateOnly? due, Words text, string link, IReadOnlyList<string> rules)
        {
            var dated = due >= period.Due;
            var line = new ListLine { Key = key, List = list, Project = project, Unit = state.Projects[project].Pool.Unit, Due = dated ? due!.Value : next, Text = text, Link = link, Rules = rules, Since = period.Due };
            return new Drafted(line, dated);
        }

        private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
