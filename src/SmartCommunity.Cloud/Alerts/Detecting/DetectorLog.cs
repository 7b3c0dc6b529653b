namespace SmartCommunity.Cloud.Alerts.Detecting;

internal static partial class DetectorLog
{
    [LoggerMessage(2850, LogLevel.Warning, "Detectors are behind: the samples of {Community} up to {At} were dropped; they see a gap there.")]
    internal static partial void Dropped(ILogger logger, string community, DateTimeOffset at);

    [LoggerMessage(2851, LogLevel.Error, "Detectors could not judge the samples of {Community} up to {At}; they see a gap there.")]
    internal static partial void Failed(ILogger logger, Exception exception, string community, DateTimeOffset at);

    [LoggerMessage(2852, LogLevel.Debug, "Detectors judged {Series} series of {Community} up to {At} in {DurationMs}ms and recorded {Said}.")]
    internal static partial void Judged(ILogger logger, int series, string community, DateTimeOffset at, double durationMs, int said);

    [LoggerMessage(2853, LogLevel.Information, "Detectors raise alerts of {Street} from strength {Strength} on: its last {Days} days would have had {Alerts} at most.")]
    internal static partial void StrengthSet(ILogger logger, string street, float strength, double days, int alerts);

    [LoggerMessage(2854, LogLevel.Information, "Detectors go by the learned models {Models}. 'smartcommunity model train' makes {LoadFile}, {OccupancyFile} and {KitFile} for the data folder; what there is none of is not looked at.")]
    internal static partial void Models(ILogger logger, string models, string loadFile, string occupancyFile, string kitFile);
}
