using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Contracts;
using SmartCommunity.Simulators;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.SystemTests.Line;

/// <summary>
/// The set checker of the fault tests, on the stopped cloud's own files: acknowledged ⊆ stored ⊆ sent, nothing stored twice, and no gap below a device's
/// highest acknowledged sequence number.
/// </summary>
internal static class Oracle
{
    private const string Witness = "steps";

    internal static async Task CheckAsync(LineUnderTest line, string journalPath, string context)
    {
        var (sent, acknowledged) = LoadJournal.Read(journalPath);
        await using var store = await DuckDbSeriesStore.OpenAsync(
            new DuckDbSeriesOptions { Folder = line.SeriesFolder }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var logged = await LoggedAsync(store);
        var stored = logged.ToHashSet();

        Assert.True(acknowledged.Count > 0, $"{context}: nothing was acknowledged, so nothing is shown.");
        Assert.True(logged.Count == stored.Count, $"{context}: {logged.Count - stored.Count} messages are stored twice.");
        AssertNone(acknowledged.Except(stored), $"{context}: acknowledged but not stored");
        AssertNone(stored.Except(sent), $"{context}: stored but never sent");
        foreach (var device in acknowledged.GroupBy(key => (key.Device, key.Boot)))
        {
            var highest = device.Max(key => key.Seq);
            var below = stored.Count(key => key.Device == device.Key.Device && key.Boot == device.Key.Boot && key.Seq <= highest);
            Assert.True(below == highest + 1, $"{context}: {device.Key.Device} has {below} of {highest + 1} messages up to its highest acknowledged.");
        }

        // The series hold what the log holds: one row a message for each quantity.
        foreach (var device in stored.GroupBy(key => key.Device).Take(3))
        {
            var rows = await store.RangeAsync(device.Key, Witness, 0, long.MaxValue / 2, Downsampling.None, int.MaxValue, CancellationToken.None);
            Assert.Equal(device.Count(), rows.Count);
        }
    }

    private static async Task<List<MessageKey>> LoggedAsync(DuckDbSeriesStore store)
    {
        var keys = new List<MessageKey>();
        await foreach (var (entry, block) in store.ReadLogAsync(LineUnderTest.Community, 0, CancellationToken.None))
        {
            if (entry.Kind != LogEntryKind.Batch)
                continue;
            var columns = BatchColumns.Read(block.Span, out var fault);
            Assert.True(columns is not null, fault);
            for (var i = 0; i < columns.Messages; i++)
                keys.Add(new MessageKey(columns.Batch.Devices[(int)columns.Batch.Device[i]].Device, columns.Batch.Boot[i], columns.Batch.Seq[i]));
        }

        return keys;
    }

    private static void AssertNone(IEnumerable<MessageKey> keys, string what)
    {
        var found = keys.Take(10).ToArray();
        Assert.True(found.Length == 0, $"{what}: {string.Join(", ", found)} …");
    }
}
