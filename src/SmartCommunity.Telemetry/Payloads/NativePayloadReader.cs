using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>
/// Reads telemetry payloads of the native dialect, plainly: <c>{"ts":1732345678901,"boot":3,"seq":17,"v":{"heartRate":72},"q":"good"}</c> or an array of them.
/// This is the reference for the gateway's fast decoder and does the re-runs of quarantined payloads. Pure and thread-safe; bad input is
/// never an exception.
/// </summary>
/// <remarks>
/// <c>ts</c>: epoch milliseconds or ISO 8601 with an offset; absent: the receive time. <c>boot</c>, <c>seq</c>: integers from 0, may be absent. <c>v</c>: required, at least one field;
/// a mapping of the field goes before the catalogue's name. <c>q</c>: <c>good</c> (default), <c>uncertain</c> or <c>bad</c>. Other members are ignored.
/// </remarks>
public static class NativePayloadReader
{
    /// <summary>Deepest nesting of a payload: three levels are needed, the rest is for members that are ignored.</summary>
    public const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads a payload as received by the gateway at <paramref name="receivedAtMs"/>; <paramref name="map"/> gives the conversion of a vendor's field, or null.</summary>
    public static PayloadReading Read(ReadOnlyMemory<byte> payload, DeviceAddress address, long receivedAtMs, Func<string, FieldConversion?> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (DeviceClassCatalogue.Default.Find(address.Class) is not { } deviceClass)
            return PayloadReading.Refuse(QuarantineReason.Topic, $"Class '{address.Class}' is not in the device catalogue.");
        if (!Utf8.IsValid(payload.Span))
            return PayloadReading.Refuse(QuarantineReason.Malformed, "The payload is not UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(payload, Options);
            return PayloadReading.Of(Messages(document.RootElement, new ValueReader(deviceClass, map), receivedAtMs));
        }
        catch (JsonException exception)
        {
            return PayloadReading.Refuse(QuarantineReason.Malformed, $"The payload is not JSON: {exception.Message}");
        }
        catch (PayloadRefusedException refusal)
        {
            return PayloadReading.Refuse(refusal.Reason, refusal.Message);
        }
    }

    private static List<PayloadMessage> Messages(JsonElement root, ValueReader values, long receivedAtMs)
    {
        if (root.ValueKind == JsonValueKind.Object)
            return [Message(root, values, receivedAtMs)];
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0)
            throw Shape("The payload must be one object or an array of at least one.");
        return [.. root.EnumerateArray().Select(item => Message(item, values, receivedAtMs))];
    }

    private static PayloadMessage Message(JsonElement item, ValueReader values, long receivedAtMs)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw Shape($"A message must be an object, not {item.ValueKind}.");
        if (!item.TryGetProperty("v", out var v) || v.ValueKind != JsonValueKind.Object)
            throw Shape("v is missing or not an object.");
        var quality = Verdict(item);
        var (atMs, clock) = At(item, receivedAtMs);
        return new PayloadMessage
        {
            AtMs = atMs, Quality = quality | clock, Boot = Counter(item, "boot"), Seq = Counter(item, "seq"), Values = values.Read(v),
        };
    }

    private static (long AtMs, Quality Clock) At(JsonElement item, long receivedAtMs)
    {
        if (!item.TryGetProperty("ts", out var ts))
            return (receivedAtMs, Quality.ServerTime);
        var atMs = ts.ValueKind switch
        {
            JsonValueKind.Number when ts.TryGetInt64(out var ms) => ms,
            JsonValueKind.String when IsoMs(ts.GetString()!) is { } ms => ms,
            _ => throw new PayloadRefusedException(
                QuarantineReason.BadTimestamp, $"ts {Shown(ts)} must be epoch milliseconds or ISO 8601 with Z or an offset."),
        };
        return ClockCheck.IsPlausible(atMs, receivedAtMs) ? (atMs, Quality.Good) : (receivedAtMs, Quality.ClockSuspect);
    }

    // Without an offset nobody knows which instant is meant, so that is refused rather than guessed.
    private static long? IsoMs(string text)
    {
        const string seconds = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz";
        var numeric = text.EndsWith('Z') ? string.Concat(text.AsSpan(0, text.Length - 1), "+00:00") : text;
        return DateTimeOffset.TryParseExact(numeric, seconds, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at.ToUnixTimeMilliseconds()
            : null;
    }

    private static long Counter(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var counter))
            return PayloadMessage.None;
        return counter.ValueKind == JsonValueKind.Number && counter.TryGetInt64(out var value) && value >= 0
            ? value
            : throw Shape($"{name} {Shown(counter)} must be an integer from 0.");
    }

    private static Quality Verdict(JsonElement item)
    {
        if (!item.TryGetProperty("q", out var q))
            return Quality.Good;
        return (q.ValueKind == JsonValueKind.String ? q.GetString() : null) switch
        {
            "good" => Quality.Good,
            "uncertain" => Quality.Uncertain,
            "bad" => Quality.Bad,
            _ => throw Shape($"q {Shown(q)} must be good, uncertain or bad."),
        };
    }

    private static PayloadRefusedException Shape(string detail) => new(QuarantineReason.Shape, detail);

    internal static string Shown(JsonElement element)
    {
        const int maxShown = 40;
        var raw = element.GetRawText();
        return raw.Length <= maxShown ? raw : $"{raw[..maxShown]}…";
    }
}

/// <summary>Leaves the reading of one payload; never leaves <see cref="NativePayloadReader"/>.</summary>
internal sealed class PayloadRefusedException(string reason, string detail) : Exception(detail)
{
    /// <summary>A code of <see cref="QuarantineReason"/>.</summary>
    internal string Reason { get; } = reason;
}
