using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;

namespace SmartCommunity.Tests.Telemetry.Dialects;

/// <summary>Whatever bytes come: something is read or the payload is in quarantine, values are inside their limits, and nothing is thrown. FsCheck prints the seed that fails.</summary>
public sealed class DialectPropertyTests
{
    private const string Mapping = """
        {"topics":["up/{device}","any/+"],"items":"/list","device":"/name","time":{"pointer":"/at","format":"pattern","pattern":"yyyy-MM-dd HH:mm:ss"},
         "values":[{"pointer":"/t","quantity":"temp","unit":"degF","invalid":[-999]},{"pointer":"/h","quantity":"humidity"},
                   {"pointer":"/k/0/v","quantity":"co2","where":{"pointer":"/k/0/n","equals":"co2"}},{"pointer":"^/site","quantity":"light","codes":{"a":1,"b":2}}],
         "events":[{"pointer":"/alarm","equals":"F","type":"fault","id":"/id"}]}
        """;

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"list\"", "\"name\"", "\"at\"", "\"t\"", "\"h\"", "\"k\"", "\"v\"", "\"n\"", "\"A\"", "\"values\"", "\"ts\"", "\"temp\"", "\"sos\"", "true", "null", "1",
        "-999", "1e400", "1763999999000", "\"2025-11-24 23:59:59\"", "\"\\ud800\"", "\"\\u0041\"", "\"co2\"", "\"F\"", "\"alarm\"", "{\"list\":[", "]}",
    ];

    private static readonly StatedFacts Facts = new()
    {
        Profiles = { [Bench.Profile] = new DialectProfile(Bench.Profile, DialectCode.VendorJson, Mapping) },
        Carried = { ["A"] = Bench.Device("indoorAir", "air-1") },
    };

    public static TheoryData<string, string> Topics => new()
    {
        { DialectCode.ThingsBoard, "v1/devices/me/telemetry" }, { DialectCode.ThingsBoard, "v1/gateway/telemetry" }, { DialectCode.ThingsBoard, "v1/gateway/connect" },
        { DialectCode.VendorJson, "up/gw-1" },
    };

    [Theory]
    [MemberData(nameof(Topics))]
    public void Any_bytes_are_decoded_or_quarantined_and_never_throw(string dialect, string topic) =>
        Prop.ForAll<byte[]>(bytes => IsSettled(dialect, topic, bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Topics))]
    public void Any_pieces_of_JSON_are_decoded_or_quarantined_and_never_throw(string dialect, string topic) =>
        Prop.ForAll<int>(seed => IsSettled(dialect, topic, Encoding.UTF8.GetBytes(Pieces(new Random(seed))))).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Topics))]
    public void Golden_payloads_with_changed_bytes_are_decoded_or_quarantined_and_never_throw(string dialect, string topic)
    {
        var folder = Path.Combine(Tidy.Repository.Root, "tests", "SmartCommunity.Tests", "Telemetry", "Dialects", "Golden", dialect);
        var golden = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();

        Prop.ForAll<int>(seed => IsSettled(dialect, topic, Damaged(golden, new Random(seed)))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_mapping_file_is_used_or_refused_with_sentences_and_never_throws() =>
        Prop.ForAll<int>(seed =>
        {
            var body = Damaged([Encoding.UTF8.GetBytes(Mapping)], new Random(seed));
            var text = Encoding.UTF8.GetString(body);
            var faults = ProfileCheck.Faults(DialectCode.VendorJson, text);
            var dialect = new DialectSet(Bench.WithProfile(text)).Find(DialectCode.VendorJson)!;
            var reading = Bench.Read(dialect, "indoorAir", "up/gw-1", """{"list":[{"name":"gw-1","t":68}]}""");
            Assert.True(faults.All(f => f.Length > 10) && (faults.Count == 0 || reading.Reason is not null), $"seed {seed}: {text}");
        }).QuickCheckThrowOnFailure();

    private static bool IsSettled(string code, string topic, byte[] payload)
    {
        var dialect = new DialectSet(Facts).Find(code)!;
        var reading = Bench.Read(dialect, "indoorAir", topic, payload);
        dialect.IsSafety(TopicKind.Telemetry, Encoding.UTF8.GetBytes(topic), payload);
        (dialect as SmartCommunity.Telemetry.Dialects.VendorJson.VendorJsonDialect)?.SaysSafety(payload, Bench.Profile);
        foreach (var (name, value) in reading.Messages.SelectMany(m => m.Values))
            Assert.InRange(value, QuantityCatalogue.Default.Find(name)!.Min, QuantityCatalogue.Default.Find(name)!.Max);
        var isNothing = Encoding.UTF8.GetString(payload).Trim() is "[]" or "{}";
        return reading.Reason is not null || reading.Messages.Count + reading.Events.Count + reading.Statuses.Count > 0 || isNothing || SaysNothing(payload);
    }

    /// <summary>A gateway's object whose devices have empty lists says nothing, and neither does a value that the mapping calls none: nothing is wrong with them.</summary>
    private static bool SaysNothing(byte[] payload) =>
        Encoding.UTF8.GetString(payload) is var text && (text.Contains("-999", StringComparison.Ordinal) || (!text.Contains("temp", StringComparison.Ordinal) && text.Contains("[]", StringComparison.Ordinal)));

    private static string Pieces(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Tokens[random.Next(Tokens.Length)]));

    private static byte[] Damaged(byte[][] golden, Random random)
    {
        var payload = golden[random.Next(golden.Length)].ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            payload[random.Next(payload.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "{}[]\",:0"[random.Next(8)]);
        return random.Next(3) == 0 ? payload[..random.Next(payload.Length)] : payload;
    }
}
