using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Telemetry.Payloads;

/// <summary>The fast decoder against a slow one that reads a whole document; FsCheck prints the seed that fails.</summary>
public sealed class DecoderPropertyTests
{
    private static readonly string[] Names = ["heartRate", "spo2", "bodyTemp", "steps", "battery", "wearState", "co2", "nonsense", "电量"];

    private static readonly string[] Values = ["0", "1", "72", "-5", "36.6", "1e9", "1e400", "true", "false", "null", "\"on\"", "\"off\"", "\"x\"", "[]", "{\"a\":[1,2]}"];

    [Fact]
    public void Any_JSON_is_decoded_as_the_slow_reference_decodes_it() =>
        Prop.ForAll<int>(seed => Agree(Compose(new Random(seed)), seed)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_decoded_or_quarantined_and_never_throw() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var telemetry = Decoding.Telemetry(bytes);
            var events = Decoding.Event(bytes);
            return (telemetry.Messages.Count > 0 || telemetry.Reason is not null || IsEmptyArray(bytes)) && (events.Events.Count > 0 || events.Reason is not null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_payload_out_of_quarantine_is_read_as_the_gateway_read_it() =>
        Prop.ForAll<int>(seed => ReadAlike(Damaged(new Random(seed)), seed)).QuickCheckThrowOnFailure();

    private static bool ReadAlike(byte[] payload, int seed)
    {
        var gateway = Decoding.Telemetry(payload);
        var cloud = Dialects.Reading.Of(payload, Decoding.ReceivedAtMs);
        Assert.True((gateway.Reason, gateway.Detail ?? "") == (cloud.Reason, cloud.Detail), $"seed {seed}: {gateway.Reason} and {cloud.Reason}");
        Assert.True(
            gateway.Messages.Select(m => $"{m.AtMs} {m.Quality} {m.Boot} {m.Seq} {m.Values}").SequenceEqual(cloud.Messages.Select(Told)),
            $"seed {seed}: {Encoding.UTF8.GetString(payload)}");
        return true;
    }

    private static string Told(PayloadMessage message) =>
        $"{message.AtMs} {message.Quality} {message.Boot} {message.Seq} {string.Join(' ', message.Values.Select(v => FormattableString.Invariant($"{v.Quantity}={v.Value:R}")))}";

    /// <summary>A payload that is whole, cut off, or with one byte changed.</summary>
    private static byte[] Damaged(Random random)
    {
        var payload = Encoding.UTF8.GetBytes(Compose(random));
        switch (random.Next(3))
        {
            case 0:
                return payload[..random.Next(payload.Length)];
            case 1:
                payload[random.Next(payload.Length)] = (byte)random.Next(256);
                return payload;
            default:
                return payload;
        }
    }

    private static bool IsEmptyArray(byte[] bytes) => Encoding.UTF8.GetString(bytes).Trim() == "[]";

    private static bool Agree(string payload, int seed)
    {
        var sink = Decoding.Telemetry(Encoding.UTF8.GetBytes(payload));
        var (expected, isFaulty) = Reference(payload);
        Assert.True(expected.SequenceEqual(sink.Messages.Select(m => $"{m.AtMs} {(int)m.Quality} {m.Boot} {m.Seq} {m.Values}")), $"seed {seed}: {payload}");
        Assert.True(isFaulty == sink.Reason is not null, $"seed {seed}: {payload} gave {sink.Detail}");
        return true;
    }

    private static string Compose(Random random)
    {
        var count = random.Next(4);
        return count == 0 ? Message(random) : "[" + string.Join(',', Enumerable.Range(0, count).Select(_ => Message(random))) + "]";
    }

    private static string Message(Random random)
    {
        var members = new List<string>();
        if (random.Next(3) > 0)
            members.Add($"\"ts\":{1_763_999_000_000 + random.Next(900_000)}");
        if (random.Next(8) == 0)
            members.Add("\"ts\":\"soon\"");
        if (random.Next(2) == 0)
            members.Add($"\"seq\":{random.Next(-1, 5)}");
        if (random.Next(2) == 0)
            members.Add($"\"boot\":{random.Next(5)}");
        if (random.Next(3) == 0)
            members.Add("\"q\":\"bad\"");
        if (random.Next(10) > 0)
            members.Add("\"v\":{" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"\"{Names[random.Next(Names.Length)]}\":{Values[random.Next(Values.Length)]}")) + "}");
        return "{" + string.Join(',', members.OrderBy(_ => random.Next())) + "}";
    }

    private static (List<string> Messages, bool IsFaulty) Reference(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement;
        var messages = new List<string>();
        var isFaulty = false;
        foreach (var message in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToArray() : [root])
            ReferenceMessage(message, messages, ref isFaulty);
        return (messages, isFaulty);
    }

    private static void ReferenceMessage(JsonElement message, List<string> messages, ref bool isFaulty)
    {
        var (at, quality, boot, seq) = (Decoding.ReceivedAtMs, Quality.ServerTime, -1L, -1L);
        var (isDated, hasValues) = (true, false);
        var values = new List<(string Name, double Value)>();
        foreach (var member in message.EnumerateObject())
        {
            switch (member.Name)
            {
                case "ts":
                    isDated = member.Value.ValueKind == JsonValueKind.Number;
                    isFaulty |= !isDated;
                    if (isDated)
                        (at, quality) = (member.Value.GetInt64(), quality & ~Quality.ServerTime);
                    break;
                case "seq" when member.Value.GetInt64() < 0:
                    isFaulty = true;
                    break;
                case "seq":
                    seq = member.Value.GetInt64();
                    break;
                case "boot":
                    boot = member.Value.GetInt64();
                    break;
                case "q":
                    quality |= Quality.Bad;
                    break;
                case "v":
                    hasValues = true;
                    ReferenceValues(member.Value, values, ref isFaulty);
                    isFaulty |= !member.Value.EnumerateObject().Any();
                    break;
            }
        }

        isFaulty |= !hasValues;
        if (isDated && values.Count > 0)
            messages.Add($"{at} {(int)quality} {boot} {seq} {string.Join(' ', values.Select(v => FormattableString.Invariant($"{v.Name}={v.Value:R}")))}");
    }

    private static void ReferenceValues(JsonElement members, List<(string Name, double Value)> values, ref bool isFaulty)
    {
        var own = DeviceClassCatalogue.Default.Find("wearable")!.Quantities;
        foreach (var member in members.EnumerateObject())
        {
            var quantity = own.FirstOrDefault(q => q.Name == member.Name);
            if (quantity is not null && ReferenceValue(member.Value, quantity) is { } value && values.All(v => v.Name != member.Name))
                values.Add((member.Name, value));
            else
                isFaulty = true;
        }
    }

    private static double? ReferenceValue(JsonElement value, Quantity quantity)
    {
        if (value.ValueKind == JsonValueKind.String && quantity.Kind == QuantityKind.Enumeration)
            return quantity.Codes.TryGetValue(value.GetString()!, out var code) ? code : null;
        if (value.ValueKind != JsonValueKind.Number)
            return null;
        var number = double.Parse(value.GetRawText(), CultureInfo.InvariantCulture);
        var isInside = quantity.Kind == QuantityKind.Enumeration
            ? quantity.Codes.Values.Any(c => c == number)
            : number >= quantity.Min && number <= quantity.Max;
        return double.IsFinite(number) && isInside ? number : null;
    }
}
