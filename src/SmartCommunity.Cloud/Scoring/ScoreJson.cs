using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>How scores are written as JSON, in files and answers alike: names in camelCase, enumerations by name.</summary>
internal static class ScoreJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
}
