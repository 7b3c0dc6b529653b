using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Storage;

/// <summary>Commits as short as the tests want them.</summary>
internal static class Sample
{
    /// <summary>2026-11-22T00:00:00+08:00, a Sunday.</summary>
    public static readonly long Sunday = ChinaTime.StartMs(new DateOnly(2026, 11, 22));

    public const long Second = 1_000;
    public const long Minute = 60_000;
    public const long Hour = 3_600_000;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static SeriesCommit Commit(Action<SeriesCommit> fill)
    {
        var commit = new SeriesCommit();
        fill(commit);
        return commit;
    }

    public static SeriesCommit Rows(
        this ISeriesStore store, string device, string quantity, params IEnumerable<(long AtMs, double Value)> points) =>
        Commit(c => c.Rows.AddRange(points.Select(p => new SeriesRow(store.SeriesIdOf(device, quantity), p.AtMs, p.AtMs + Second, p.Value, Quality.Good))));

    public static Task PutAsync(this ISeriesStore store, string device, string quantity, params IEnumerable<(long AtMs, double Value)> points) =>
        store.CommitAsync(store.Rows(device, quantity, points), Token);

    public static Task<IReadOnlyList<SeriesPoint>> AllAsync(this ISeriesStore store, string device, string quantity) =>
        store.RangeAsync(device, quantity, 0, long.MaxValue, Downsampling.None, 1_000_000, Token);

    public static QuarantineRow Quarantined(string device, long receivedAtMs, string reason = QuarantineReason.Shape) => new()
    {
        Gateway = "gw-1",
        Community = "c-1",
        Device = device,
        DeviceClass = "indoorAir",
        Topic = $"fc/v1/c-1/indoorAir/{device}/telemetry",
        ReceivedAtMs = receivedAtMs,
        Reason = reason,
        Detail = "v is missing.",
        Payload = new byte[] { 123, 0, 255 },
        Truncated = false,
    };

    public static async Task<List<(LogEntry Entry, byte[] Block)>> LogAsync(this ISeriesStore store, string community, long afterPosition)
    {
        var log = new List<(LogEntry, byte[])>();
        await foreach (var (entry, block) in store.ReadLogAsync(community, afterPosition, Token))
            log.Add((entry, block.ToArray()));
        return log;
    }
}
