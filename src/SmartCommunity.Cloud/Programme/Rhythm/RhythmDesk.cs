using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Programme.Rhythm;

/// <summary>
/// Does what the calendar asks for: drafts the lists on their days, freezes the bulletins of months that are over, in order and also after a downtime, and adds an erratum when a score is revised after its
/// bulletin was frozen. Doing it twice does nothing the second time. Thread-safe: the programme's desk takes one act at a time and refuses what was done.
/// </summary>
public sealed partial class RhythmDesk(ProgrammeDesk desk, RhythmInputs inputs, MonthScores scores, ScoreBoard board, TimeProvider time, ILogger<RhythmDesk> logger)
{
    /// <summary>How long a bulletin waits for scores of its month's end that are on their way, from when it was due or this process began to look: a log that lags by more is down.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private DateTimeOffset? _lookingSince;

    /// <summary>Everything that is due now.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        _lookingSince ??= time.GetUtcNow();
        foreach (var cadence in Enum.GetValues<Cadence>())
            await DraftDueAsync(cadence, cancellationToken);
        while (await FreezeNextAsync(cancellationToken))
        {
        }

        await CorrectAsync(cancellationToken);
    }

    /// <summary>Drafts the lists of a period; what people made of an earlier draft stays. Drafting again from the same inputs appends nothing.</summary>
    public async Task<Outcome<Submission>> DraftAsync(ListPeriod period, CancellationToken cancellationToken)
    {
        var state = await desk.StateAsync(cancellationToken);
        var policy = desk.Policies.Of(state.Policy);
        if (!ListPeriod.IsDue(period.Cadence, period.Due, policy.Rhythm))
            return new Fault(FaultKind.Invalid, "due", $"{period.Due:yyyy-MM-dd} is no day on which {period.Cadence} lists are due.");
        var then = await desk.StateAtAsync(ChinaTime.From(ChinaTime.StartMs(period.Due)), cancellationToken);
        if (then.Policy is null)
        {
            // The running issue of a programme that was entered this very week is drafted from what was entered first.
            if (period != ListPeriod.Latest(period.Cadence, desk.Today, policy.Rhythm))
                return new Fault(FaultKind.Invalid, "due", $"The programme's log begins after {period.Due:yyyy-MM-dd}; there is nothing to draft from.");
            then = state;
        }

        var found = await inputs.OfAsync(period, then, policy, cancellationToken);
        // Names, units and what people made of the issue before are those of now.
        state = await desk.StateAsync(cancellationToken);
        var lines = ListDraft.Of(period, found, state.Rhythm.Before(period), state, policy);
        if (state.Rhythm.Lists.GetValueOrDefault(period) is { } standing && (standing.Signed is not null || (SameJson.Are(standing.Inputs, found) && SameJson.Are<IReadOnlyList<ListLine>>([.. standing.Drafted], lines))))
            return new Submission(null, []);
        return await desk.SubmitAsync(new ListsDrafted(period, period.Number(policy.Rhythm), found, lines), ProgrammeEntry.System, cancellationToken);
    }

    /// <summary>The day and hour the bulletin of a month is frozen.</summary>
    public static DateTimeOffset DueOf(Month month, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return MonthScores.EndOf(month).AddHours(policy.Rhythm.BulletinHour);
    }

    private async Task DraftDueAsync(Cadence cadence, CancellationToken cancellationToken)
    {
        var state = await desk.StateAsync(cancellationToken);
        var policy = desk.Policies.Of(state.Policy);
        var now = time.GetUtcNow();
        var period = ListPeriod.Latest(cadence, ProgrammeEntry.DayOf(now), policy.Rhythm);
        var dueMs = ChinaTime.StartMs(period.Due);
        if (state.Rhythm.Lists.ContainsKey(period) || now < ChinaTime.From(dueMs).AddHours(policy.Rhythm.BulletinHour) || (await desk.EntriesAsync(cancellationToken))[0].At.ToUnixTimeMilliseconds() >= dueMs)
            return;
        var drafted = await DraftAsync(period, cancellationToken);
        if (drafted is { Succeeded: true, Value.Entry: { } entry })
            LogDrafted(cadence.ToString(), period.Due, ((ListsDrafted)entry.Act).Lines.Count);
        else if (drafted is { Succeeded: true, Value.Refusals: [{ } refusal, ..] })
            LogRefused($"{period}", refusal.Why.En);
    }

    /// <summary>Freezes the next month that is over; false when there is none, or it waits for scores.</summary>
    private async Task<bool> FreezeNextAsync(CancellationToken cancellationToken)
    {
        var state = await desk.StateAsync(cancellationToken);
        var first = ProgrammeEntry.DayOf((await desk.EntriesAsync(cancellationToken))[0].At);
        var month = state.Rhythm.Bulletins.IsEmpty ? Month.Of(first) : state.Rhythm.Bulletins.Keys.Last().Add(1);
        var now = time.GetUtcNow();
        var asOf = DueOf(month, desk.Policies.Of(state.Policy));
        if (now < asOf || IsAwaited(state, month, asOf, now))
            return false;
        var then = await desk.StateAtAsync(asOf, cancellationToken);
        var policy = desk.Policies.Of(then.Policy);
        var bulletin = BulletinDraft.Of(month, asOf, await inputs.OfAsync(month, asOf, then, frozen: null, cancellationToken), state.Rhythm.Bulletins.GetValueOrDefault(month.Add(-1)), then, policy);
        var submission = await desk.SubmitAsync(new BulletinFrozen(bulletin), ProgrammeEntry.System, cancellationToken);
        if (submission.Entry is null)
        {
            LogRefused($"{month}", submission.Refusals[0].Why.En);
            return false;
        }

        LogFrozen($"{month}", bulletin.Rows.Count(static r => r.Rank is not null), bulletin.Rows.Count, bulletin.Hash);
        return true;
    }

    // A community that was scored before the end of the month has a score of its end in a moment, when its log reaches it; after a downtime, some seconds after it is on the board again.
    private bool IsAwaited(ProgrammeState state, Month month, DateTimeOffset asOf, DateTimeOffset now)
    {
        var since = _lookingSince > asOf ? _lookingSince.Value : asOf;
        var end = MonthScores.EndOf(month);
        return now < since + Patience && state.Projects.Keys.Any(p => (scores.WasScored(p, end) || board.Latest(p)?.InstantMs < end.ToUnixTimeMilliseconds()) && scores.Of(p, month, asOf, DateTimeOffset.MaxValue) is null);
    }

    /// <summary>Errata of bulletins whose month may still be revised: the last and the one before.</summary>
    private async Task CorrectAsync(CancellationToken cancellationToken)
    {
        const int revisable = 2;
        foreach (var issue in (await desk.StateAsync(cancellationToken)).Rhythm.Bulletins.Values.TakeLast(revisable))
        {
            foreach (var row in issue.Bulletin.Rows)
            {
                if (scores.Latest(row.Project, issue.Bulletin.Month) is not { } latest || (issue.TotalOf(row.Project) is { } told && Points.Rounded(told) == Points.Rounded(latest.Total)))
                    continue;
                var reason = scores.ReasonOf(row.Project, issue.Bulletin.Month) is { Length: > 0 } late ? $"评分修订 revised: {late}" : "月末评分定稿 the month's score became final";
                await desk.SubmitAsync(new ErratumAdded(issue.Bulletin.Month, row.Project, BulletinFigure.Total, latest.Total, reason, latest.Revision), ProgrammeEntry.System, cancellationToken);
            }
        }
    }

    [LoggerMessage(2420, LogLevel.Information, "{Cadence} lists of {Due} are drafted: {Lines} lines.")]
    private partial void LogDrafted(string cadence, DateOnly due, int lines);

    [LoggerMessage(2421, LogLevel.Information, "The bulletin of {Month} is frozen: {Ranked} of {Projects} projects are ranked, hash {Hash}.")]
    private partial void LogFrozen(string month, int ranked, int projects, string hash);

    [LoggerMessage(2422, LogLevel.Warning, "{What} was refused: {Why}")]
    private partial void LogRefused(string what, string why);
}
