using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Uplink;

internal static partial class UplinkLog
{
    [LoggerMessage(1200, LogLevel.Information, "Uplink to {Address} is up; the cloud has lane ROUTINE through {RoutineSequence}, lane ALARM through {AlarmSequence}, credit {CreditBytes} bytes.")]
    internal static partial void Up(ILogger logger, Uri address, long routineSequence, long alarmSequence, long creditBytes);

    [LoggerMessage(1201, LogLevel.Warning, "Uplink to {Address} is down: {Reason} Trying again in {WaitMs} ms; messages are kept meanwhile.")]
    internal static partial void Down(ILogger logger, Uri address, string reason, long waitMs);

    [LoggerMessage(1202, LogLevel.Error, "The cloud fenced this gateway: {Reason} Nothing is sent until a person has put it right; trying again in {WaitMs} ms.")]
    internal static partial void Fenced(ILogger logger, string reason, long waitMs);

    [LoggerMessage(1203, LogLevel.Warning, "The cloud refused {Rejected} rows of lane {Lane} for good, up to sequence {Sequence}.")]
    internal static partial void Rejected(ILogger logger, long rejected, Lane lane, long sequence);

    [LoggerMessage(1204, LogLevel.Information, "Uplink is to start a new stream: the outbox began a new epoch.")]
    internal static partial void Renewed(ILogger logger);

    [LoggerMessage(1205, LogLevel.Error, "A {Kind} message of the cloud could not be applied; the stream goes on.")]
    internal static partial void NotApplied(ILogger logger, string kind, Exception error);
}
