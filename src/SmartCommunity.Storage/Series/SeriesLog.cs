using Microsoft.Extensions.Logging;

namespace SmartCommunity.Storage.Series;

/// <summary>What the series stores say. Ids 3000 to 3049.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Series store {Folder} opened in {DurationMs} ms: {HotRows} hot rows, {Files} sealed files.")]
    public static partial void Opened(ILogger logger, string folder, double durationMs, long hotRows, int files);

    [LoggerMessage(3001, LogLevel.Warning, "Deleted {Count} Parquet files that a crash had left unrecorded; their rows are still hot.")]
    public static partial void OrphansDeleted(ILogger logger, int count);

    [LoggerMessage(3002, LogLevel.Information, "Flushed {Rows} hot rows to {Segments} segments, dropped {Expired} past retention, in {DurationMs} ms.")]
    public static partial void Flushed(ILogger logger, long rows, int segments, long expired, double durationMs);

    [LoggerMessage(3003, LogLevel.Information, "Sealed {Day}: {Rows} rows, {Bytes} bytes, from {Versions} files, in {DurationMs} ms.")]
    public static partial void Merged(ILogger logger, DateOnly day, long rows, long bytes, int versions, double durationMs);

    [LoggerMessage(3004, LogLevel.Information, "Deleted {Rows} rows in {Files} sealed files older than {RetentionDays} days.")]
    public static partial void Expired(ILogger logger, long rows, int files, double retentionDays);

    [LoggerMessage(3005, LogLevel.Information, "Trimmed {Entries} log entries and {Blocks} blocks older than {RetentionDays} days.")]
    public static partial void LogTrimmed(ILogger logger, int entries, int blocks, double retentionDays);

    [LoggerMessage(3006, LogLevel.Information, "Trimmed {Rows} events and quarantined payloads older than {RetentionDays} days.")]
    public static partial void EventsTrimmed(ILogger logger, int rows, double retentionDays);

    [LoggerMessage(3007, LogLevel.Error, "Upkeep of the series store failed; it is tried again in {Seconds} s.")]
    public static partial void UpkeepFailed(ILogger logger, Exception exception, double seconds);

    [LoggerMessage(3008, LogLevel.Information, "Backed up {Files} files, {Bytes} bytes, to {Folder} in {DurationMs} ms.")]
    public static partial void BackedUp(ILogger logger, int files, long bytes, string folder, double durationMs);
}
