using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Programme.Rhythm;

/// <summary>Gathers what lists and bulletins are made of: alerts, scores, evidence and facts of the platform beside the programme's own dates. Each with the page that proves it. Thread-safe.</summary>
public sealed class RhythmInputs(AlertLedger alerts, ScoreLedger scores, MonthScores monthScores, EvidenceQueue evidence, FactDesk facts, PolicyLibrary policies)
{
    /// <summary>Facts a bulletin repeats: the size of the place, which every form of the programme asks for. They are entered once, on the community's page of facts.</summary>
    private static readonly string[] _repeated = ["households", "residents", "residents60plus"];

    /// <summary>Inputs of the lists of a period, as it stood when it ended.</summary>
    /// <param name="period">The period.</param>
    /// <param name="then">The programme as it was known then.</param>
    /// <param name="policy">The policy in force then.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ListInputs> OfAsync(ListPeriod period, ProgrammeState then, PolicyPack policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(policy);
        var (fromMs, toMs) = (ChinaTime.StartMs(period.From(policy.Rhythm)), ChinaTime.StartMs(period.Due));
        return new ListInputs
        {
            Alerts = Tallies(then, fromMs, toMs), Scores = [.. then.Projects.Keys.Select(p => Move(p, fromMs, toMs)).OfType<ScoreMove>()],
            Milestones = ProgrammeDates.Milestones(then, policies, ProjectLink), Evidence = await EndingAsync(then, period.Due.AddDays(policy.Acceptance.EvidenceExpiryDays), cancellationToken), Findings = ProgrammeDates.Findings(then, ProjectLink),
            Challenges = ProgrammeDates.Challenges(then, static p => $"/programme/review?project={p}"), Leases = ProgrammeDates.Leases(then, ProjectLink), Passes = ProgrammeDates.Passes(then, period.From(policy.Rhythm), period.Until, ProjectLink),
        };
    }

    /// <summary>Inputs of the bulletin of a month, as it was known when it was due.</summary>
    /// <param name="month">The month.</param>
    /// <param name="asOf">When the bulletin was due.</param>
    /// <param name="then">The programme as it was known then.</param>
    /// <param name="frozen">The bulletin whose inputs are gathered again: a score that was written after it was frozen is none of them, and one it had to do without only where it was known when it was due. Null: it is made now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<BulletinInputs> OfAsync(Month month, DateTimeOffset asOf, ProgrammeState then, BulletinIssue? frozen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(then);
        var tallies = Tallies(then, ChinaTime.StartMs(month.FirstDay), ChinaTime.StartMs(month.Add(1).FirstDay)).ToDictionary(static t => t.Project, StringComparer.Ordinal);
        var projects = new List<ProjectMonth>();
        foreach (var project in then.Projects.Values.OrderBy(p => p.Pool.No).ThenBy(p => p.Id, StringComparer.Ordinal))
            projects.Add(Of(project, monthScores.Of(project.Id, month, asOf, WrittenBy(project.Id, asOf, frozen)), tallies[project.Id], then, await FactsAsync(project.Id, asOf, cancellationToken)));
        return new BulletinInputs(projects);
    }

    /// <summary>Until when a score must have been written to be in a bulletin.</summary>
    internal static DateTimeOffset WrittenBy(string project, DateTimeOffset asOf, BulletinIssue? frozen) =>
        frozen is null ? DateTimeOffset.MaxValue : frozen.Bulletin.Row(project)?.Figures.Score is null ? asOf : frozen.FrozenAt;

    /// <summary>Path of a project's page.</summary>
    internal static string ProjectLink(string project) => $"/programme/{project}";

    private ProjectMonth Of(ProjectState project, MonthScore? score, AlertTally tally, ProgrammeState then, IReadOnlyList<SourcedFact> known)
    {
        var process = project.Process;
        var aside = process.Stage is Stage.Returned or Stage.Suspended or Stage.Withdrawn or Stage.Replaced ? process.Stage : (Stage?)null;
        return new ProjectMonth
        {
            Project = project.Id, Stage = aside is null ? process.Stage : process.Before ?? process.Marks.LastOrDefault(m => m.Stage < Stage.Returned)?.Stage ?? Stage.Survey, Aside = aside,
            Score = score, Due = process.Due(project.Pool, policies.Of(project.Policy ?? then.Policy).Deadlines), PassedOn = process.FirstPass, Alerts = tally,
            OpenFindings = process.Open.Count(), Facts = known,
        };
    }

    // Every project has a line, also the one without an alert: none is a number too.
    private List<AlertTally> Tallies(ProgrammeState then, long fromMs, long toMs)
    {
        var counted = alerts.CountPeriod(fromMs, toMs).ToDictionary(static c => c.Community, StringComparer.Ordinal);
        return [.. then.Projects.Keys.Select(p => counted.GetValueOrDefault(p) is { } c ? new AlertTally(p, c.Raised, c.Closed, c.Open, c.OpenUrgent, AlertLink(p)) : new AlertTally(p, 0, 0, 0, 0, AlertLink(p)))];
    }

    private static string AlertLink(string project) => $"/alerts?community={project}";

    private ScoreMove? Move(string project, long fromMs, long toMs)
    {
        var (before, after) = (scores.RecordAt(project, fromMs - 1), scores.RecordAt(project, toMs - 1));
        return before is null || after is null || before.Pack != after.Pack || before.Position == after.Position
            ? null
            : new ScoreMove(project, before.Total, after.Total, after.ResultHash, MonthScores.LinkTo(project, ChinaTime.From(toMs - 1)));
    }

    /// <summary>Accepted evidence that ends by a day, unless a piece of the same kind counts longer: that one took its place.</summary>
    private async Task<IReadOnlyList<EndingEvidence>> EndingAsync(ProgrammeState then, DateOnly until, CancellationToken cancellationToken)
    {
        var all = new List<QueuedEvidenceView>();
        for (var page = 1; ; page++)
        {
            var found = await evidence.ListAsync(community: null, street: null, measure: null, EvidenceStates.Accepted, page, Paging.MaxSize, cancellationToken);
            all.AddRange(found.Items);
            if (all.Count >= found.Total || found.Items.Count == 0)
                break;
        }

        return
        [
            .. all.Where(e => then.Projects.ContainsKey(e.Evidence.Community)).GroupBy(e => (e.Evidence.Community, e.Evidence.Kind)).Select(g => g.MaxBy(e => e.CountsUntil ?? DateOnly.MaxValue)!)
                .Where(e => e.CountsUntil <= until).OrderBy(e => e.Evidence.Community, StringComparer.Ordinal).ThenBy(e => e.Evidence.Id, StringComparer.Ordinal)
                .Select(e => new EndingEvidence(e.Evidence.Community, e.Evidence.Id, e.Evidence.Title, e.CountsUntil!.Value, $"/evidence?state=accepted&community={e.Evidence.Community}&id={e.Evidence.Id}")),
        ];
    }

    private async Task<IReadOnlyList<SourcedFact>> FactsAsync(string community, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var known = await facts.AtAsync(community, _repeated, at, cancellationToken);
        return !known.Succeeded ? [] :
        [
            .. known.Value!.Where(static f => f.Value is not null && f.AsOf is not null).OrderBy(f => Array.IndexOf(_repeated, f.Code))
                .Select(f => new SourcedFact(f.Code, new Words(f.TitleZh, f.TitleEn), f.Value!.Value, f.Unit, f.AsOf!.Value, f.Source, f.EnteredBy, f.Revision, $"/communities/{community}/facts?fact={f.Code}")),
        ];
    }
}
