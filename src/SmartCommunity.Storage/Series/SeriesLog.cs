using Microsoft.Extensions.Logging;

namespace SmartCommunity.Storage.Series;

/// <summary>What the series stores say. Ids 3000 to 3049.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Series store {Folder} opened in {DurationMs} ms: {HotRows} hot rows, {Files} sealed files.")]
    public static partial void Opened(ILogger logger, string folder, double durationMs, long hotRows, int files);
}
