using System.Globalization;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>How the timestamp of a payload turned out.</summary>
public enum TimestampState
{
    /// <summary>No <c>ts</c>, or null.</summary>
    Absent,

    Read,

    Unreadable,
}

/// <summary>Reads <c>ts</c>: epoch milliseconds, or ISO 8601. Pure.</summary>
public static class PayloadTime
{
    public const string Rule = "must be epoch milliseconds or ISO 8601";

    /// <summary>
    /// Reads the token the reader stands on. A clock time without an offset is Asia/Shanghai's, never this machine's zone:
    /// devices that leave the offset out are set to local time.
    /// </summary>
    public static TimestampState Read(ref Utf8JsonReader reader, out long epochMs)
    {
        epochMs = 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return TimestampState.Absent;
            case JsonTokenType.Number:
                return reader.TryGetInt64(out epochMs) ? TimestampState.Read : TimestampState.Unreadable;
            case JsonTokenType.String when reader.TryGetDateTime(out var clock):
                var utc = clock.Kind == DateTimeKind.Unspecified
                    ? new DateTimeOffset(clock, ChinaTime.Offset)
                    : new DateTimeOffset(clock.ToUniversalTime());
                epochMs = utc.ToUnixTimeMilliseconds();
                return TimestampState.Read;
            default:
                reader.Skip();
                return TimestampState.Unreadable;
        }
    }

    /// <summary>Reads ISO 8601 that a protocol defines as UTC and that stands outside JSON.</summary>
    public static TimestampState Read(string text, out long epochMs)
    {
        epochMs = 0;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return TimestampState.Unreadable;
        epochMs = instant.ToUnixTimeMilliseconds();
        return TimestampState.Read;
    }

    /// <summary>The instant to store and what the platform has to say about it.</summary>
    public static (long AtMs, Quality Flag) Settle(TimestampState state, long epochMs, long receivedAtMs) => state switch
    {
        TimestampState.Absent => (receivedAtMs, Quality.ServerTime),
        TimestampState.Read when ClockCheck.IsPlausible(epochMs, receivedAtMs) => (epochMs, Quality.Good),
        _ => (receivedAtMs, Quality.ClockSuspect),
    };
}
