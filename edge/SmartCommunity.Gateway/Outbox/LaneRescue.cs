using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>Opens a lane's file; a damaged one is set aside and what can be read of it goes into a new file.</summary>
internal static class LaneRescue
{
    internal static LaneFile Open(Lane lane, string path, TimeProvider time, ILogger logger)
    {
        try
        {
            return OpenChecked(path);
        }
        catch (SqliteException error) when (LaneFile.IsDamage(error))
        {
            var aside = SetAside(path, time);
            OutboxLog.FileDamaged(logger, lane, path, aside, error);
            return LaneFile.Open(path);
        }
    }

    private static LaneFile OpenChecked(string path)
    {
        const int corrupt = 11;
        var file = LaneFile.Open(path);
        var verdict = file.QuickCheck();
        if (verdict == "ok")
            return file;
        file.Dispose();
        throw new SqliteException($"quick_check of '{path}' says: {verdict}", corrupt);
    }

    private static string SetAside(string path, TimeProvider time)
    {
        var aside = $"{path}.damaged-{time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}";
        File.Move(path, aside);
        if (File.Exists(path + "-wal"))
            File.Move(path + "-wal", aside + "-wal");
        return aside;
    }
}
