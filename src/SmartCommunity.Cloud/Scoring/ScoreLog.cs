namespace SmartCommunity.Cloud.Scoring;

internal static partial class ScoreLog
{
    [LoggerMessage(2700, LogLevel.Error, "The score of {Community} at position {Position} re-derives as {Derived}, but {Recorded} was recorded: what stands is kept.")]
    internal static partial void Diverged(ILogger logger, string community, long position, string recorded, string derived);

    [LoggerMessage(2701, LogLevel.Error, "Scores of {Community} could not be recorded; they are tried again.")]
    internal static partial void RecordFailed(ILogger logger, Exception exception, string community);

    [LoggerMessage(2702, LogLevel.Information, "{Packs} standard packs: {Names}.")]
    internal static partial void Packs(ILogger logger, int packs, string names);
}
