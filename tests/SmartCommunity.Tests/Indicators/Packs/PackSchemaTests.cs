using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using SmartCommunity.Indicators.Packs;
using YamlDotNet.RepresentationModel;

namespace SmartCommunity.Tests.Indicators.Packs;

/// <summary>The published JSON Schema says what the loader says.</summary>
public sealed partial class PackSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(PackLibrary.Schema);

    [Theory]
    [InlineData(PackText.Zhejiang)]
    [InlineData(PackText.Inclusive)]
    public void A_shipped_pack_and_its_canonical_text_are_valid(string name)
    {
        AssertValid(PackText.Shipped(name));
        AssertValid(PackWriter.Write(PackLibrary.Shipped.Find(name)!));
    }

    [Fact]
    public void The_small_pack_is_valid() => AssertValid(PackText.Small);

    [Theory]
    [InlineData("passMark: 80", "pasMark: 80")]
    [InlineData("passMark: 80", "passMark: 101")]
    [InlineData("allowedLateness: 6h", "allowedLateness: 6x")]
    [InlineData("window: 365d", "window: 1y")]
    [InlineData("op: countWhere", "op: countwhere")]
    [InlineData("scenarioTotal: true", "scenarioTotal: false")]
    [InlineData("nature: binding", "nature: bending")]
    [InlineData("dateField: built, window: 365d", "dateField: built")]
    [InlineData("maxAge: 5min", "maxAge: 5")]
    [InlineData("no: 1", "no: 0")]
    [InlineData("provenance: \"unofficial: test\"}", "provenance: \"test\"}")]
    [InlineData("{op: registryValue, fact: households}", "{op: registryValue, fact: households, unit: m2}")]
    public void What_the_loader_refuses_by_shape_the_schema_refuses(string old, string damaged)
    {
        var text = PackText.With(old, damaged);

        Assert.Null(PackText.Read(text).Pack);
        Assert.False(IsValid(text));
    }

    [Fact]
    public void Schema_and_loader_know_the_same_fields_in_every_mapping()
    {
        // Asked of the loader by a field nobody knows: the fault lists the fields that are known there.
        var loader = new HashSet<string>();
        foreach (var text in new[] { PackText.Shipped(PackText.Zhejiang), PackText.Shipped(PackText.Inclusive), PackText.Small })
        {
            foreach (var mapping in YamlText.Nodes(text).OfType<YamlMappingNode>().DistinctBy(Shape))
                loader.UnionWith(PackText.Read(WithUnknown(text, mapping)).Faults.Select(static f => KnownFields().Match(f.Message)).Where(static m => m.Success).Select(static m => Sorted(m.Groups["names"].Value.Split(", "))));
        }

        using var document = JsonDocument.Parse(PackLibrary.Schema);
        var schema = Closed(document.RootElement).Select(static o => Sorted(o.GetProperty("properties").EnumerateObject().Select(static p => p.Name))).ToHashSet();

        Assert.Equal(schema.Order(StringComparer.Ordinal), loader.Order(StringComparer.Ordinal));
    }

    private static string Sorted(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    private static string Shape(YamlMappingNode mapping) =>
        string.Join(' ', mapping.Children.Select(static c => c.Key is YamlScalarNode { Value: "op" or "from" } && c.Value is YamlScalarNode value ? $"{c.Key}={value.Value}" : c.Key.ToString()));

    private static string WithUnknown(string text, YamlMappingNode mapping)
    {
        var at = (int)mapping.Start.Index;
        return text[at] == '{'
            ? text.Insert(at + 1, mapping.Children.Count == 0 ? "zzz: 1" : "zzz: 1, ")
            : text.Insert(at, $"zzz: 1\n{new string(' ', (int)mapping.Start.Column - 1)}");
    }

    /// <summary>Schemas of objects that allow only the fields they name.</summary>
    private static IEnumerable<JsonElement> Closed(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static p => Closed(p.Value))
            .Concat(element.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False ? [element] : []),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Closed),
        _ => [],
    };

    [GeneratedRegex("known are (?<names>[A-Za-z0-9, ]+)\\.$")]
    private static partial Regex KnownFields();

    private static void AssertValid(string text)
    {
        var result = Schema.Evaluate(YamlText.Json(text), new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, string.Join("\n", (result.Details ?? []).Where(d => d.Errors is not null).Select(d => $"{d.InstanceLocation}: {string.Join("; ", d.Errors!.Values)}").Take(20)));
    }

    private static bool IsValid(string text) => Schema.Evaluate(YamlText.Json(text)).IsValid;
}
