using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Outbox;

internal static partial class OutboxLog
{
    [LoggerMessage(1100, LogLevel.Information, "Outbox lane {Lane} opened: epoch {Epoch}, last sequence {LastSequence}, {Bytes} bytes kept.")]
    internal static partial void Opened(ILogger logger, Lane lane, long epoch, long lastSequence, long bytes);

    [LoggerMessage(1101, LogLevel.Error, "Outbox file {Path} of lane {Lane} is damaged. It was set aside as {Aside}; readable blocks go into a new file.")]
    internal static partial void FileDamaged(ILogger logger, Lane lane, string path, string aside, Exception error);

    [LoggerMessage(1102, LogLevel.Error, "Block of lane {Lane} from sequence {Sequence}, {Count} items, is damaged. Its bytes are kept in table 'corrupt'.")]
    internal static partial void BlockCorrupt(ILogger logger, Lane lane, long sequence, int count);

    [LoggerMessage(1103, LogLevel.Error, "Lane {Lane} gave up {Count} items ({Reason}) from sequence {Sequence}; the loss is recorded in their place.")]
    internal static partial void Lost(ILogger logger, Lane lane, int count, string reason, long sequence);

    [LoggerMessage(1104, LogLevel.Error, "Lane {Lane} is an older copy than the cloud knows (cloud has epoch {MarkEpoch} through {MarkSequence}): epoch {Old} ends, epoch {New} begins.")]
    internal static partial void EpochRenewed(ILogger logger, Lane lane, long old, long @new, long markEpoch, long markSequence);

    [LoggerMessage(1105, LogLevel.Error, "Lane {Lane} refused a block of {Count} items: {Outcome}. Devices keep them and send again.")]
    internal static partial void Refused(ILogger logger, Lane lane, int count, CommitOutcome outcome, Exception? error);

    [LoggerMessage(1106, LogLevel.Warning, "The disk is full or the quota reached: routine messages are refused; alarms go on.")]
    internal static partial void RefusingRoutine(ILogger logger);

    [LoggerMessage(1107, LogLevel.Information, "There is space again: routine messages are accepted.")]
    internal static partial void AcceptingRoutine(ILogger logger);

    [LoggerMessage(1108, LogLevel.Warning, "The disk is full: the reserve of {Bytes} bytes was released for alarms.")]
    internal static partial void ReserveReleased(ILogger logger, long bytes);

    [LoggerMessage(1109, LogLevel.Information, "The reserve of {Bytes} bytes for alarms is in place.")]
    internal static partial void ReserveInPlace(ILogger logger, long bytes);

    [LoggerMessage(1110, LogLevel.Information, "Rescued {Count} blocks of lane {Lane} from {Source}.")]
    internal static partial void Rescued(ILogger logger, Lane lane, int count, string source);

    [LoggerMessage(1111, LogLevel.Error, "A request to the outbox lane {Lane} failed; it is tried again.")]
    internal static partial void RequestFailed(ILogger logger, Lane lane, Exception error);

    [LoggerMessage(1112, LogLevel.Warning, "The copy of the state of outbox lane {Lane} could not be written; it is written again with the next trim.")]
    internal static partial void StateNotCopied(ILogger logger, Lane lane, Exception error);
}
