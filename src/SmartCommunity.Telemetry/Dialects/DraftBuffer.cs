using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>Where a dialect collects the values of the message it reads. One message is read at a time on a thread, and sinks copy what they keep.</summary>
internal static class DraftBuffer
{
    /// <summary>2^64 / φ: spreads the messages of one payload over the digest.</summary>
    private const ulong PositionSpread = 0x9E37_79B9_7F4A_7C15;

    [ThreadStatic]
    private static DecodedValue[]? t_values;

    /// <summary>A new message of a payload; the one before it must have been handed on.</summary>
    internal static MessageDraft NewDraft(ulong digest, int position) =>
        new(t_values ??= new DecodedValue[TelemetryDecoder.MaxValues], digest + ((ulong)position * PositionSpread));
}
