using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>Room for the values of the one message that a thread reads at a time; sinks copy what they keep.</summary>
internal static class MessageBuffer
{
    /// <summary>2^64 / φ: spreads the positions of a payload's messages over its digest.</summary>
    private const ulong PositionSpread = 0x9E37_79B9_7F4A_7C15;

    [ThreadStatic]
    private static DecodedValue[]? t_values;

    /// <summary>A draft of the message at this position of the payload.</summary>
    internal static MessageDraft NewDraft(ulong digest, int position) =>
        new(t_values ??= new DecodedValue[TelemetryDecoder.MaxValues], digest + ((ulong)position * PositionSpread));
}
