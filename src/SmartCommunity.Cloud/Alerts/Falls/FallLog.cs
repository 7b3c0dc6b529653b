namespace SmartCommunity.Cloud.Alerts.Falls;

internal static partial class FallLog
{
    [LoggerMessage(2860, LogLevel.Information, "There is no {File} in the data folder: impacts that worn sensors send are kept and not judged. 'smartcommunity model train falls' makes one.")]
    internal static partial void NoModel(ILogger logger, string file);

    [LoggerMessage(2861, LogLevel.Warning, "Impact {EventId} of {Device} cannot be judged: {Fault}")]
    internal static partial void Unreadable(ILogger logger, string device, string eventId, string fault);

    [LoggerMessage(2862, LogLevel.Information, "Impact {EventId} of {Device} is a fall with probability {Probability}: {IsFall}, by {Model}.")]
    internal static partial void Judged(ILogger logger, string device, string eventId, double probability, bool isFall, string model);

    [LoggerMessage(2863, LogLevel.Error, "Impact {EventId} of {Device} could not be judged.")]
    internal static partial void Failed(ILogger logger, Exception exception, string device, string eventId);

    [LoggerMessage(2864, LogLevel.Error, "Too many impacts wait: {EventId} of {Device} is not judged.")]
    internal static partial void Dropped(ILogger logger, string device, string eventId);
}
