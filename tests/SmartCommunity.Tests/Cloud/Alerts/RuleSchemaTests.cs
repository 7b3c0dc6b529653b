using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Indicators.Packs;
using YamlDotNet.RepresentationModel;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>The published JSON Schema says what the loader says.</summary>
public sealed partial class RuleSchemaTests
{
    /// <summary>Every kind of condition with every field it may have.</summary>
    private const string Whole = """
        a, priority: P1, latched: true, mode: live, scenario: JK, classes: [wearable], condition: {event: [sos]}
        b, priority: P2, mode: shadow, condition: {threshold: {quantity: heartRate, above: 100, clear: 90, for: 1min, readings: 2}}
        c, priority: P2, condition: {threshold: {quantity: heartRate, below: 40}}
        d, priority: P2, condition: {rate: {quantity: temp, perHour: 5}}
        e, priority: P2, condition: {stuck: {quantity: temp, for: 24h}}
        f, priority: P3, condition: {clock: {readings: 3}}
        g, priority: P3, condition: {silence: {for: 1h}}
        h, priority: P3, condition: {gatewayAway: {for: 5min}}
        i, priority: P2, condition: {quiet: {dayFrom: "06:00", nightFrom: "22:00", signals: [{class: pir, quantity: motion, kind: "true", day: 5h, night: 10h}, {class: waterMeter, quantity: volume, kind: use, step: 0.01, day: 12h, night: 12h, alone: 12h}]}}
        j, priority: P3, condition: {state: {quantity: door, is: open, for: 30min, from: "22:00", to: "06:00"}}
        k, priority: P3, condition: {state: {quantity: inBed, is: false}}
        l, priority: P2, condition: {repeated: {events: [fireLaneBlocked], for: 3min, gap: 3min}}
        m, priority: P2, condition: {use: {quantity: volume, above: 2, within: 24h}}
        n, priority: P2, condition: {use: {quantity: volume, below: 0.01, within: 12h}}
        p, priority: P3, condition: {threshold: {quantity: pvPower, below: 0, within: {from: "10:00", to: "14:00"}, while: {quantity: irradiance, above: 150}}}
        q, priority: P3, condition: {count: {of: losses, times: 5, within: 15min}}
        r, priority: P3, condition: {outage: {share: 0.5, least: 10}}
        s, priority: P3, condition: {still: {for: 1h, readings: 10}}
        t, priority: P3, condition: {plausible: {ranges: [{quantity: temp, from: 0, to: 40}], readings: 5, jump: {class: indoorAir, quantity: temp, by: 5, within: 5min}}}
        u, priority: P3, condition: {anomaly: {channels: [series, stuck], quantities: [occupancy], strength: 1.5}}
        o, priority: P3, condition: {steadyUse: {quantity: volume, step: 0.001, slot: 30min, for: 24h}}
        """;

    private const string Detectors = "detectors: {most: 10, alertsAnHour: 3, quantities: [{class: parkingSite, quantity: occupancy, channels: [series, stuck, step]}]}\n";

    private static readonly JsonSchema Schema = JsonSchema.FromText(RuleFile.Schema);

    [Fact]
    public void The_shipped_rules_and_every_kind_of_condition_are_valid()
    {
        AssertValid(Encoding.UTF8.GetString(RuleFile.Shipped.Span));
        AssertValid(Text(Whole));
        Assert.Empty(Read(Text(Whole)));
    }

    [Theory]
    [InlineData("priority: P1", "priority: P4")]
    [InlineData("mode: live", "mode: asleep")]
    [InlineData("scenario: JK", "scenario: health")]
    [InlineData("by: 5, within", "by: 0, within")]
    [InlineData("strength: 1.5", "strength: 0.5")]
    [InlineData("latched: true", "latched: perhaps")]
    [InlineData("classes: [wearable]", "classes: [wearable, wearable]")]
    [InlineData("event: [sos]", "event: []")]
    [InlineData("event: [sos]", "event: [sos], clock: {readings: 3}")]
    [InlineData("above: 100,", "above: 100, below: 40,")]
    [InlineData("below: 40", "clear: 40")]
    [InlineData("readings: 2", "readings: 8")]
    [InlineData("for: 1min", "for: 1minute")]
    [InlineData("perHour: 5", "perHour: 0")]
    [InlineData("dayFrom: \"06:00\"", "dayFrom: \"6 o'clock\"")]
    [InlineData("kind: use, step: 0.01", "kind: use")]
    [InlineData("kind: \"true\",", "kind: \"true\", step: 1,")]
    [InlineData("from: \"22:00\", to: \"06:00\"", "from: \"22:00\"")]
    [InlineData("gap: 3min", "gaps: 3min")]
    [InlineData("above: 2, within", "above: -2, within")]
    [InlineData("slot: 30min, ", "")]
    [InlineData("share: 0.5", "share: 1.5")]
    [InlineData("of: losses", "of: loss")]
    [InlineData("for: 1h, readings: 10", "for: 1h, readings: 1")]
    [InlineData("from: 0, to: 40", "from: 0")]
    [InlineData("channels: [series, stuck]", "channels: [noise]")]
    [InlineData("most: 10", "most: 0")]
    [InlineData("alertsAnHour: 3", "alertsAnHour: 61")]
    [InlineData("source: default", "source: \"\"")]
    public void What_the_loader_refuses_by_shape_the_schema_refuses(string old, string damaged)
    {
        var text = Text(Whole);
        Assert.Contains(old, text, StringComparison.Ordinal);

        text = text.Replace(old, damaged, StringComparison.Ordinal);

        Assert.NotEmpty(Read(text));
        Assert.False(Schema.Evaluate(YamlText.Json(text)).IsValid);
    }

    [Fact]
    public void Schema_and_loader_know_the_same_fields_in_every_mapping()
    {
        // Asked of the loader by a field nobody knows: the fault lists the fields that are known there.
        var text = Text(Whole);
        var loader = YamlText.Nodes(text).OfType<YamlMappingNode>().SelectMany(m => Read(text.Insert((int)m.Start.Index + (text[(int)m.Start.Index] == '{' ? 1 : 0), text[(int)m.Start.Index] == '{' ? "zzz: 1, " : "zzz: 1\n")))
            .Select(static f => KnownFields().Match(f)).Where(static m => m.Success).Select(static m => Sorted(m.Groups["names"].Value.Split(", "))).ToHashSet();

        using var document = JsonDocument.Parse(RuleFile.Schema);
        var schema = Closed(document.RootElement).Select(static o => Sorted(o.GetProperty("properties").EnumerateObject().Select(static p => p.Name))).ToHashSet();

        Assert.Equal(schema.Order(StringComparer.Ordinal), loader.Order(StringComparer.Ordinal));
    }

    private static string Text(string rules) => Encoding.UTF8.GetString(RuleFileText.Set(rules)) + Detectors;

    private static string[] Read(string text) => [.. RuleReader.Read(Encoding.UTF8.GetBytes(text), DeviceClassCatalogue.Default).Faults.Select(static f => f.Message)];

    private static string Sorted(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    /// <summary>Schemas of objects that allow only the fields they name.</summary>
    private static IEnumerable<JsonElement> Closed(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static p => Closed(p.Value))
            .Concat(element.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False ? [element] : []),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Closed),
        _ => [],
    };

    [GeneratedRegex("(known|there) are (?<names>[A-Za-z0-9, ]+)\\.$")]
    private static partial Regex KnownFields();

    private static void AssertValid(string text)
    {
        var result = Schema.Evaluate(YamlText.Json(text), new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, string.Join("\n", (result.Details ?? []).Where(d => d.Errors is not null).Select(d => $"{d.InstanceLocation}: {string.Join("; ", d.Errors!.Values)}").Take(20)));
    }
}
