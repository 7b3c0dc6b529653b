using System.Collections.Concurrent;
using SmartCommunity.Anomaly.Forecasts;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>Where the live measures of a community will stand on a day, from what they were at the end of each day. The console and the API ask here. Thread-safe.</summary>
public sealed class ScoreForecasts(ScoreQueries scores, PackLibrary packs, TimeProvider time) : IDisposable
{
    /// <summary>Days looked back: more than a year says more of another community than of this one.</summary>
    private const int MaxHistory = 400;

    private const double Percent = 100;

    /// <summary>One at a time: a forecast learns for a second or two, and ingest is to keep its processor.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The last answer of each community.</summary>
    private readonly ConcurrentDictionary<string, (long LastEndMs, int Revisions, ScoreForecast Answer)> _known = new(StringComparer.Ordinal);

    /// <summary>Forecasts of every live measure of the latest score.</summary>
    public async Task<Outcome<ScoreForecast>> ToAsync(string community, DateOnly to, CancellationToken cancellationToken)
    {
        var latest = await scores.AtAsync(community, at: null, cancellationToken);
        if (!latest.Succeeded)
            return latest.Faults.ToArray();
        var today = ChinaTime.DayOf(time.GetUtcNow().ToUnixTimeMilliseconds());
        if (to <= today || to > today.AddDays(Forecaster.MaxHorizon - 1))
            return new Fault(FaultKind.Invalid, "to", $"{to:yyyy-MM-dd} must be a day after today, {today:yyyy-MM-dd}, and at most {Forecaster.MaxHorizon - 1} days ahead.");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Compute(latest.Value!, to), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private ScoreForecast Compute(CommunityScore latest, DateOnly to)
    {
        var now = time.GetUtcNow();
        var days = scores.Snapshots(latest.Community, ScoreSnapshotKind.Day, now.AddDays(-MaxHistory), now).GroupBy(static s => s.InstantMs).OrderBy(static g => g.Key).ToArray();
        var (lastEndMs, revisions) = (days.Length == 0 ? 0 : days[^1].Key, days.Sum(static d => d.Count()));
        if (_known.TryGetValue(latest.Community, out var known) && (known.LastEndMs, known.Revisions, known.Answer.To) == (lastEndMs, revisions, to) && known.Answer.Pack == latest.Pack)
            return known.Answer;
        var history = History(latest, days.Select(static d => d.Key));
        var measures = packs.Find(latest.Pack)?.Measures.ToDictionary(static m => m.Id, StringComparer.Ordinal) ?? [];
        var answer = new ScoreForecast(
            latest.Community, latest.Pack, to, days.Length == 0 ? null : DayOf(lastEndMs), Forecaster.NeededDays(HorizonOf(lastEndMs, to)),
            [.. latest.Measures.Where(static m => IsLive(m)).Select(m => Of(m, measures.GetValueOrDefault(m.Id)?.Unit ?? "1", history.GetValueOrDefault(m.Id) ?? [], to))]);
        _known[latest.Community] = (lastEndMs, revisions, answer);
        return answer;
    }

    // Under another pack a measure of the same name may be another measure.
    private Dictionary<string, List<DailyValue>> History(CommunityScore latest, IEnumerable<long> ends)
    {
        var history = new Dictionary<string, List<DailyValue>>(StringComparer.Ordinal);
        foreach (var endMs in ends)
        {
            if (scores.Snapshot(latest.Community, ScoreSnapshotKind.Day, ChinaTime.From(endMs), revision: 0) is not { } score || score.Pack != latest.Pack)
                continue;
            foreach (var measure in score.Measures.Where(static m => IsLive(m)))
            {
                if (!history.TryGetValue(measure.Id, out var values))
                    history[measure.Id] = values = [];
                values.Add(new DailyValue(DayOf(endMs), measure.Value!.Value));
            }
        }

        return history;
    }

    private static MeasureForecast Of(MeasureScore now, string unit, List<DailyValue> history, DateOnly to)
    {
        var bounds = new ForecastBounds(
            history.TrueForAll(static v => v.Value >= 0) ? 0 : double.NegativeInfinity, unit == "%" && history.TrueForAll(static v => v.Value <= Percent) ? Percent : double.PositiveInfinity);
        return new MeasureForecast(now.Id, unit, now.Value!.Value, history.Count, history.Count == 0 ? null : Forecaster.Of(history, to, bounds));
    }

    private static bool IsLive(MeasureScore measure) => measure is { Badge: Badge.Live, State: MeasureState.Scored, IsSuppressed: false, Value: not null };

    private static DateOnly DayOf(long endMs) => ChinaTime.DayOf(endMs - 1);

    private static int HorizonOf(long lastEndMs, DateOnly to) => Math.Max(1, lastEndMs == 0 ? 1 : to.DayNumber - DayOf(lastEndMs).DayNumber);
}

/// <summary>Where a community's live measures will stand.</summary>
/// <param name="Community">Its code.</param>
/// <param name="Pack"><c>id@version</c> of the pack.</param>
/// <param name="To">The day forecast, Asia/Shanghai.</param>
/// <param name="LastDay">Last day that is known to its end; null: none yet.</param>
/// <param name="NeededDays">Days with a value that a forecast to that day needs.</param>
/// <param name="Measures">The live measures that are scored, in the standard's order.</param>
public sealed record ScoreForecast(string Community, string Pack, DateOnly To, DateOnly? LastDay, int NeededDays, IReadOnlyList<MeasureForecast> Measures);

/// <summary>A live measure and its forecast.</summary>
/// <param name="Measure">Id in the pack.</param>
/// <param name="Unit">Unit of all its values.</param>
/// <param name="Now">Its value now.</param>
/// <param name="HistoryDays">Days with a value.</param>
/// <param name="Forecast">The forecast; null where the history does not suffice.</param>
public sealed record MeasureForecast(string Measure, string Unit, double Now, int HistoryDays, Forecast? Forecast);
