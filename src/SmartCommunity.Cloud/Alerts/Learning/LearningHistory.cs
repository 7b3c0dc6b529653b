using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Anomaly.Kits;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Learning;

/// <summary>Stored history as detectors would have been given it, quarter by quarter: what models are learned from. Thread-safe.</summary>
public sealed class LearningHistory
{
    /// <summary>How far back is read when nobody says: a quarter of a year.</summary>
    public const int StandardDays = 90;

    /// <summary>Farthest back, days: two years.</summary>
    public const int MostDays = 731;

    private readonly ISeriesStore _store;

    internal LearningHistory(ISeriesStore store) => _store = store;

    /// <summary>What a quantity is to be expected as; null: none learns it.</summary>
    internal static ExpectationTarget? TargetOf(string quantity) => quantity switch
    {
        "energyImport" => ExpectationTarget.Load,
        "occupancy" => ExpectationTarget.Occupancy,
        _ => null,
    };

    /// <summary>Series of all devices that have a quantity of the target; those that said nothing are left out.</summary>
    /// <param name="target">What is to be learned.</param>
    /// <param name="to">The end.</param>
    /// <param name="days">How far back from there, 1 to <see cref="MostDays"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<QuarterSeries>> SeriesAsync(ExpectationTarget target, DateTimeOffset to, int days, CancellationToken cancellationToken)
    {
        var all = new List<QuarterSeries>();
        await foreach (var state in StatesAsync(cancellationToken))
        {
            var series = state.Devices.Values.Where(static d => !d.Retired).SelectMany(d => d.Class.Quantities.Where(q => TargetOf(q.Name) == target).Select(q => new GatheredSeries(d.Device, q))).ToArray();
            await foreach (var (quarterMs, samples) in QuartersAsync([.. series.Select(static s => (s.Device, s.Quantity.Name))], to, days, cancellationToken))
            {
                for (var i = 0; i < series.Length; i++)
                    series[i].Take(quarterMs, samples[i]);
            }

            all.AddRange(series.Select(static s => s.Whole()).OfType<QuarterSeries>());
        }

        return all;
    }

    /// <summary>The kits of all homes; see <see cref="SeriesAsync"/>.</summary>
    public async Task<IReadOnlyList<KitSeries>> KitsAsync(DateTimeOffset to, int days, CancellationToken cancellationToken)
    {
        var all = new List<KitSeries>();
        await foreach (var state in StatesAsync(cancellationToken))
        {
            var homes = Twins.Derived.ElderKits.Of(state).Select(k => new GatheredHome(k, state)).ToArray();
            var series = homes.SelectMany(static h => h.Series).ToArray();
            await foreach (var (quarterMs, samples) in QuartersAsync([.. series.Select(static s => (s.Device, s.Quantity.Name))], to, days, cancellationToken))
            {
                var next = 0;
                foreach (var home in homes)
                    next = home.Take(quarterMs, samples, next);
            }

            all.AddRange(homes.Select(static h => h.Whole()).OfType<KitSeries>());
        }

        return all;
    }

    private async IAsyncEnumerable<CommunityState> StatesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var community in (await _store.LogPositionsAsync(cancellationToken)).Keys.Order(StringComparer.Ordinal))
        {
            if (await _store.LoadSnapshotAsync(community, cancellationToken) is { } latest)
                yield return CommunitySnapshot.Read(latest.State);
        }
    }

    /// <summary>The value each series last said in each quarter, by the end of the quarter; null: none. A day at a time.</summary>
    private async IAsyncEnumerable<(long EndMs, SeriesPoint?[] Samples)> QuartersAsync(
        IReadOnlyList<(string Device, string Quantity)> series, DateTimeOffset to, int days, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var toMs = ChinaTime.DayStartMs(to.ToUnixTimeMilliseconds()) + ChinaTime.DayMs;
        for (var dayMs = toMs - (days * ChinaTime.DayMs); dayMs < toMs && series.Count > 0; dayMs += ChinaTime.DayMs)
        {
            // A value at the very end of a quarter is its last.
            var points = await _store.PointsAsync(series, dayMs + 1, dayMs + ChinaTime.DayMs + 1, cancellationToken);
            if (points.All(static p => p.Count == 0))
                continue;
            var next = new int[series.Count];
            for (var endMs = dayMs + SeriesSampler.StepMs; endMs <= dayMs + ChinaTime.DayMs; endMs += SeriesSampler.StepMs)
                yield return (endMs, [.. points.Select((p, i) => LastOf(p, ref next[i], endMs))]);
        }
    }

    private static SeriesPoint? LastOf(IReadOnlyList<SeriesPoint> points, ref int next, long endMs)
    {
        SeriesPoint? last = null;
        for (; next < points.Count && points[next].AtMs <= endMs; next++)
        {
            if (points[next].Quality.Counts())
                last = points[next];
        }

        return last;
    }
}
