namespace SmartCommunity.Cloud.Ingest;

internal static partial class IngestLog
{
    [LoggerMessage(2000, LogLevel.Information, "Gateway {Gateway} connected (software {Version}).")]
    internal static partial void Connected(ILogger logger, string gateway, string version);

    [LoggerMessage(2001, LogLevel.Information, "Gateway {Gateway} disconnected: {Reason}.")]
    internal static partial void Disconnected(ILogger logger, string gateway, string reason);

    [LoggerMessage(2002, LogLevel.Warning, "Gateway {Gateway} was refused: {Reason}.")]
    internal static partial void Refused(ILogger logger, string gateway, string reason);

    [LoggerMessage(2003, LogLevel.Error, "A commit of {Rows} measurements failed and will be tried again in {DelayMs}ms; nothing of it is acknowledged.")]
    internal static partial void CommitFailed(ILogger logger, Exception exception, int rows, double delayMs);

    [LoggerMessage(2004, LogLevel.Warning, "Gateway {Gateway} sent {Rows} measurements of device {Device}, which is not enrolled to it in {Community}; they are refused.")]
    internal static partial void ForeignDevice(ILogger logger, string gateway, string device, string community, int rows);

    [LoggerMessage(2005, LogLevel.Error, "Gateway {Gateway} sent frame {FirstSequence}+{Count} of epoch {Epoch}, whose batch cannot be read: {Fault}. It is kept in quarantine.")]
    internal static partial void UnreadableFrame(ILogger logger, string gateway, long epoch, long firstSequence, int count, string fault);

    [LoggerMessage(2006, LogLevel.Warning, "Gateway {Gateway} lost {Count} items ({Reason}) received from {FirstMs} to {LastMs} (epoch ms).")]
    internal static partial void Loss(ILogger logger, string gateway, long count, string reason, long firstMs, long lastMs);

    [LoggerMessage(2007, LogLevel.Debug, "Committed {Frames} frames, {Rows} measurements in {DurationMs}ms.")]
    internal static partial void Committed(ILogger logger, int frames, int rows, double durationMs);

    [LoggerMessage(2008, LogLevel.Critical, "The ingest writer stopped; the process must restart.")]
    internal static partial void WriterStopped(ILogger logger, Exception exception);

    [LoggerMessage(2009, LogLevel.Error, "Items {First} to {Last} of lane {Lane} of gateway {Gateway} are neither here nor there: this store is older than what it once acknowledged (restored from a backup?).")]
    internal static partial void TrimmedBefore(ILogger logger, string gateway, Contracts.Uplink.Lane lane, long first, long last);
}
