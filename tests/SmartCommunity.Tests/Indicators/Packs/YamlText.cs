using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartCommunity.Tests.Indicators.Packs;

/// <summary>YAML as what its core schema makes of it, for what checks JSON.</summary>
internal static class YamlText
{
    internal static JsonElement Json(string text) => JsonSerializer.SerializeToElement(Json(Root(text)));

    internal static IEnumerable<YamlNode> Nodes(string text) => Document(text).AllNodes;

    private static YamlNode Root(string text) => Document(text).RootNode;

    private static YamlDocument Document(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0];
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } yes => JsonValue.Create(yes.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } plain when double.TryParse(plain.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };
}
