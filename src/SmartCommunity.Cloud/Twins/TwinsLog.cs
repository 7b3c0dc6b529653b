namespace SmartCommunity.Cloud.Twins;

internal static partial class TwinsLog
{
    [LoggerMessage(2100, LogLevel.Information, "Community {Community} is up with {Devices} devices (snapshot at {From}, log to {Position}).")]
    internal static partial void Activated(ILogger logger, string community, int devices, long from, long position);

    [LoggerMessage(2101, LogLevel.Error, "Entries of {Community} could not be folded; its grain is asked to catch up from the log in {DelayMs}ms.")]
    internal static partial void ApplyFailed(ILogger logger, Exception exception, string community, double delayMs);

    [LoggerMessage(2102, LogLevel.Warning, "{Entries} entries of {Community} were waiting for its grain; it catches up from the log instead.")]
    internal static partial void Overrun(ILogger logger, string community, int entries);

    [LoggerMessage(2103, LogLevel.Error, "Snapshot of {Community} failed; its state is rebuilt from the snapshot before and the log.")]
    internal static partial void SnapshotFailed(ILogger logger, Exception exception, string community);
}
