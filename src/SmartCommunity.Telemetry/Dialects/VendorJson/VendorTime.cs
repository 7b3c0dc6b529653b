using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>Reads times as mapping files describe them; a clock time without an offset is Asia/Shanghai's. Pure.</summary>
internal static class VendorTime
{
    private const int MaxChars = 40; // ISO 8601 with nanoseconds and offset has 35.

    /// <summary>Far outside any clock, and still countable in milliseconds.</summary>
    private const double MaxMs = 1e15;

    private const double MsPerSecond = 1_000;

    internal static string Name(TimeRule rule) => rule.Format switch
    {
        TimeFormat.Milliseconds => "epoch milliseconds",
        TimeFormat.Seconds => "epoch seconds",
        TimeFormat.Iso => "ISO 8601",
        _ => $"'{rule.Pattern}'",
    };

    internal static bool TryRead(TimeRule rule, in Captured captured, ReadOnlySpan<byte> payload, out long epochMs)
    {
        epochMs = 0;
        switch (rule.Format)
        {
            case TimeFormat.Milliseconds:
                return TryCount(in captured, payload, msPerUnit: 1, out epochMs);
            case TimeFormat.Seconds:
                return TryCount(in captured, payload, MsPerSecond, out epochMs);
            case TimeFormat.Iso when captured.Type == JsonTokenType.String:
                var reader = new Utf8JsonReader(payload.Slice(captured.Start, captured.Length));
                reader.Read();
                return PayloadTime.Read(ref reader, out epochMs) == TimestampState.Read;
            case TimeFormat.Pattern when captured.Type is JsonTokenType.String or JsonTokenType.Number:
                return TryPattern(rule.Pattern, in captured, payload, out epochMs);
            default:
                return false;
        }
    }

    private static bool TryCount(in Captured captured, ReadOnlySpan<byte> payload, double msPerUnit, out long epochMs)
    {
        epochMs = 0;
        if (!CapturedValue.TryNumber(in captured, payload, out var number) || !(Math.Abs(number) * msPerUnit <= MaxMs))
            return false;
        epochMs = (long)Math.Round(number * msPerUnit);
        return true;
    }

    private static bool TryPattern(string pattern, in Captured captured, ReadOnlySpan<byte> payload, out long epochMs)
    {
        epochMs = 0;
        Span<char> text = stackalloc char[MaxChars];
        var bytes = captured.Type == JsonTokenType.String ? CapturedValue.Inner(in captured, payload) : payload.Slice(captured.Start, captured.Length);
        if (captured.IsEscaped || !Encoding.UTF8.TryGetChars(bytes, text, out var length))
            return false;
        const DateTimeStyles styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParseExact(text[..length], pattern, CultureInfo.InvariantCulture, styles, out var clock))
            return false;
        // A pattern without an offset was read as if it were UTC; it is Asia/Shanghai's.
        epochMs = (long)(clock - DateTime.UnixEpoch).TotalMilliseconds - (HasOffset(pattern) ? 0 : (long)ChinaTime.Offset.TotalMilliseconds);
        return true;
    }

    private static bool HasOffset(string pattern) => pattern.Contains('z', StringComparison.Ordinal) || pattern.Contains('K', StringComparison.Ordinal);
}
