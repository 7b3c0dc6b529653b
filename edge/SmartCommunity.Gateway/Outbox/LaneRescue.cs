using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// Opens a lane's file. A damaged one is set aside under a name with the time, and its blocks, state and duplicate windows go into a new file, as far as they can be read:
/// same epoch and sequences. Blocks that SQLite dropped with a damaged log are put back.
/// </summary>
internal static class LaneRescue
{
    internal static LaneFile Open(Lane lane, string path, TimeProvider time, ILogger logger)
    {
        // Read before SQLite opens the file, which cuts the log at its first wrong checksum.
        var logged = PageScan.Log(path);
        LaneFile file;
        try
        {
            file = OpenChecked(path);
        }
        catch (SqliteException error) when (LaneFile.IsDamage(error))
        {
            var aside = SetAside(path, time);
            OutboxLog.FileDamaged(logger, lane, path, aside, error);
            return Rescue(lane, path, aside, logged, logger);
        }
        var next = file.State() is { } state ? Math.Max(state.Next, End(file)) : End(file);
        var dropped = logged.Values.Where(block => block.Header.Ordinal >= next).ToList();
        if (dropped.Count > 0)
        {
            Insert(file, dropped);
            OutboxLog.Rescued(logger, lane, dropped.Count, path + "-wal");
        }
        return file;
    }

    private static long End(LaneFile file) => file.LastBlock() is { } last ? last.Ordinal + last.Count : 1;

    private static LaneFile OpenChecked(string path)
    {
        const int corrupt = 11;
        var file = LaneFile.Open(path);
        try
        {
            var verdict = file.QuickCheck();
            if (verdict == "ok")
                return file;
            throw new SqliteException($"quick_check of '{path}' says: {verdict}", corrupt);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string SetAside(string path, TimeProvider time)
    {
        var aside = $"{path}.damaged-{time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}";
        File.Move(path, aside, overwrite: true);
        if (File.Exists(path + "-wal"))
            File.Move(path + "-wal", aside + "-wal", overwrite: true);
        return aside;
    }

    private static LaneFile Rescue(
        Lane lane, string path, string aside, SortedDictionary<long, (BlockHeader Header, byte[] Frame)> logged, ILogger logger)
    {
        var found = PageScan.All(aside);
        foreach (var (ordinal, block) in logged)
            found[ordinal] = block;
        var (state, windows) = ReadRest(path, aside);
        // A freed page may still hold a block that was trimmed long ago.
        var blocks = found.Values.Where(block => block.Header.Ordinal > (state?.TrimmedThrough ?? 0)).ToList();
        var file = LaneFile.Open(path);
        Insert(file, blocks);
        file.Begin();
        if (state is not null)
            file.Save(state);
        foreach (var (device, window) in windows)
            file.SaveWindow(device, window);
        file.Commit();
        OutboxLog.Rescued(logger, lane, blocks.Count, aside);
        return file;
    }

    private static void Insert(LaneFile file, IEnumerable<(BlockHeader Header, byte[] Frame)> blocks)
    {
        long through = 0;
        file.Begin();
        foreach (var (header, frame) in blocks)
        {
            // A loss may stand for blocks whose old pages are still there; what overlaps it is covered by it.
            if (header.Ordinal <= through)
                continue;
            file.Insert(header.Ordinal, header.Count, frame);
            through = header.LastOrdinal;
        }
        file.Commit();
    }

    /// <summary>State and windows of a damaged file, as far as SQLite still reads them; the state else from its copy.</summary>
    private static (LaneState? State, List<(string Device, byte[] Window)> Windows) ReadRest(string path, string aside)
    {
        var copy = StatePath(path);
        var state = File.Exists(copy) ? LaneState.Read(File.ReadAllBytes(copy)) : null;
        var windows = new List<(string, byte[])>();
        try
        {
            using var file = LaneFile.Open(aside);
            state = file.State() ?? state;
            foreach (var window in file.Windows())
                windows.Add(window);
            return (state, windows);
        }
        catch (SqliteException)
        {
            // What was read until here is kept; the windows are rebuilt from all blocks, and without a state a new epoch begins.
            return (state is null ? null : state with { FoldedThrough = 0 }, windows);
        }
    }

    /// <summary>Where the copy of a lane's state lies.</summary>
    internal static string StatePath(string path) => path + ".state";
}
