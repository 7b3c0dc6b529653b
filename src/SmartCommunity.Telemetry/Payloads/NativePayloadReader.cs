using System.Text.Json;
using System.Text.Unicode;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>
/// Reads telemetry payloads of the native dialect, plainly: <c>{"ts":1732345678901,"boot":3,"seq":17,"v":{"heartRate":72},"q":"good"}</c> or an array of them.
/// It says the same as the gateway's fast decoder and does the re-runs of quarantined payloads. Pure and thread-safe; bad input is never an exception.
/// </summary>
/// <remarks>
/// <c>ts</c>: epoch milliseconds or ISO 8601 (without an offset: Asia/Shanghai); absent or null: the receive time. <c>boot</c>, <c>seq</c>: integers from 0, may be
/// absent or null. <c>v</c>: at least one field; a field that is no quantity of the catalogue goes through its mapping. <c>q</c>: <c>good</c> (default),
/// <c>uncertain</c> or <c>bad</c>; one that cannot be read is doubt, not trust. Other members are faults.
/// </remarks>
public static class NativePayloadReader
{
    /// <summary>Deepest nesting; the dialect needs three levels.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most messages in one payload: an hour of back-fill at one message every 3.6 s.</summary>
    public const int MaxMessages = 1000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

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
            var faults = new PayloadFaults();
            var values = new ValueReader(deviceClass, map, faults);
            var messages = Items(document.RootElement, faults).Select(item => Message(item, values, receivedAtMs, faults)).OfType<PayloadMessage>().ToArray();
            return new PayloadReading { Messages = messages, Reason = faults.Reason, Detail = faults.Detail };
        }
        catch (JsonException exception)
        {
            return PayloadReading.Refuse(QuarantineReason.Malformed, $"The payload is not JSON of at most {MaxDepth} levels: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escape: JSON by its grammar, but no text.
            return PayloadReading.Refuse(QuarantineReason.Malformed, "The payload holds text that is not valid Unicode.");
        }
    }

    private static List<JsonElement> Items(JsonElement root, PayloadFaults faults)
    {
        if (root.ValueKind == JsonValueKind.Object)
            return [root];
        if (root.ValueKind != JsonValueKind.Array)
        {
            faults.Add(QuarantineReason.Shape, "The payload must be a JSON object or an array of objects.");
            return [];
        }

        var items = root.EnumerateArray().Take(MaxMessages).ToList();
        if (root.GetArrayLength() > MaxMessages)
            faults.Add(QuarantineReason.Shape, $"The array holds more than {MaxMessages} messages; those after it were not read.");
        if (items.RemoveAll(item => item.ValueKind != JsonValueKind.Object) > 0)
            faults.Add(QuarantineReason.Shape, "Every item of the array must be an object.");
        return items;
    }

    private static PayloadMessage? Message(JsonElement item, ValueReader values, long receivedAtMs, PayloadFaults faults)
    {
        var (atMs, clock, isDated) = (receivedAtMs, Quality.ServerTime, true);
        var (verdict, boot, seq) = (Quality.Good, PayloadMessage.None, PayloadMessage.None);
        List<(string Quantity, double Value)>? read = null;
        foreach (var member in item.EnumerateObject())
        {
            switch (member.Name)
            {
                case "ts":
                    (atMs, clock, isDated) = At(member.Value, receivedAtMs, faults);
                    break;
                case "boot":
                    boot = Counter(member, faults);
                    break;
                case "seq":
                    seq = Counter(member, faults);
                    break;
                case "q":
                    verdict = Verdict(member.Value, faults);
                    break;
                case "v" when member.Value.ValueKind == JsonValueKind.Object:
                    values.Read(member.Value, read ??= []);
                    break;
                case "v":
                    break;
                default:
                    faults.Add(QuarantineReason.Shape, "The message holds a member other than ts, boot, seq, q and v.");
                    break;
            }
        }

        if (read is null)
            faults.Add(QuarantineReason.Shape, "The message has no object 'v' with its values.");
        return read is { Count: > 0 } && isDated
            ? new PayloadMessage { AtMs = atMs, Quality = verdict | clock, Boot = boot, Seq = seq, Values = read }
            : null;
    }

    private static (long AtMs, Quality Clock, bool IsDated) At(JsonElement ts, long receivedAtMs, PayloadFaults faults)
    {
        long atMs;
        if (ts.ValueKind == JsonValueKind.Null)
            return (receivedAtMs, Quality.ServerTime, true);
        if (ts.ValueKind == JsonValueKind.Number && ts.TryGetInt64(out var ms))
        {
            atMs = ms;
        }
        else if (ts.ValueKind == JsonValueKind.String && ts.TryGetDateTime(out var clock))
        {
            // Devices that leave the offset out are set to local time, which is never this machine's zone.
            atMs = (clock.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(clock, ChinaTime.Offset) : new DateTimeOffset(clock.ToUniversalTime())).ToUnixTimeMilliseconds();
        }
        else
        {
            faults.Add(QuarantineReason.BadTimestamp, $"ts {Shown(ts)} must be epoch milliseconds or ISO 8601.");
            return (receivedAtMs, Quality.Good, false);
        }

        return ClockCheck.IsPlausible(atMs, receivedAtMs) ? (atMs, Quality.Good, true) : (receivedAtMs, Quality.ClockSuspect, true);
    }

    private static long Counter(JsonProperty member, PayloadFaults faults)
    {
        if (member.Value.ValueKind == JsonValueKind.Null)
            return PayloadMessage.None;
        if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var value) && value >= 0)
            return value;
        faults.Add(QuarantineReason.Shape, $"{member.Name} {Shown(member.Value)} must be a whole number from 0 to {long.MaxValue}.");
        return PayloadMessage.None;
    }

    private static Quality Verdict(JsonElement q, PayloadFaults faults)
    {
        switch (q.ValueKind == JsonValueKind.String ? q.GetString() : null)
        {
            case "good":
                return Quality.Good;
            case "uncertain":
                return Quality.Uncertain;
            case "bad":
                return Quality.Bad;
            default:
                faults.Add(QuarantineReason.Shape, $"q {Shown(q)} must be good, uncertain or bad.");
                return Quality.Uncertain;
        }
    }

    internal static string Shown(JsonElement element)
    {
        const int maxShown = 40;
        var raw = element.GetRawText();
        return raw.Length <= maxShown ? raw : $"{raw[..maxShown]}…";
    }
}
