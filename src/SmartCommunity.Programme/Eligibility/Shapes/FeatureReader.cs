using System.Text.Json;
using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Eligibility.Shapes;

/// <summary>Reads a GeoJSON FeatureCollection feature by feature, with what its properties must say.</summary>
internal sealed class FeatureReader
{
    private const int MaxText = 100;

    private readonly Faults _faults;
    private readonly ShapeReader _shapes;
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);

    internal FeatureReader(GroundBox box, int maxPositions, Faults faults)
    {
        _faults = faults;
        _shapes = new ShapeReader(box, maxPositions, faults);
    }

    /// <summary>Each feature as <paramref name="read"/> makes it; the features it gives null for are left out or were refused.</summary>
    internal IReadOnlyList<T> Read<T>(string field, JsonElement json, int maxFeatures, Func<Feature, T?> read)
        where T : class
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type) || !type.ValueEquals("FeatureCollection")
            || !json.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
        {
            _faults.Add(field, "须为 GeoJSON FeatureCollection。", "must be a GeoJSON FeatureCollection.");
            return [];
        }

        if (features.GetArrayLength() > maxFeatures)
        {
            _faults.Add(field + ".features", $"有 {features.GetArrayLength()} 个要素，上限为 {maxFeatures}。", $"has {features.GetArrayLength()} features; the limit is {maxFeatures}.");
            return [];
        }

        return [.. features.EnumerateArray().Select((feature, i) => read(new Feature(this, $"{field}.features[{i}]", feature))).OfType<T>()];
    }

    /// <summary>One feature; what is wrong is added to the file's faults.</summary>
    internal sealed class Feature(FeatureReader file, string path, JsonElement json)
    {
        private readonly JsonElement _properties = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("properties", out var properties) ? properties : default;

        /// <summary>Its geometry; null when it was refused.</summary>
        internal Geometry? Shape(params ReadOnlySpan<string> allowed) => file._shapes.Read(path + ".geometry", Member(json, "geometry"), allowed);

        /// <summary>A text that must be there.</summary>
        internal string? Text(string name)
        {
            if (Optional(name) is { } text)
                return text;
            file._faults.Add($"{path}.properties.{name}", $"须填写，至多 {MaxText} 字。", $"is required, at most {MaxText} characters.");
            return null;
        }

        /// <summary>A text that may be absent; one that is too long counts as absent, and is said.</summary>
        internal string? Optional(string name)
        {
            if (Member(_properties, name) is not { ValueKind: JsonValueKind.String } value || value.GetString()!.Trim() is not { Length: > 0 } text)
                return null;
            if (text.Length <= MaxText)
                return text;
            file._faults.Add($"{path}.properties.{name}", $"有 {text.Length} 字，上限 {MaxText} 字。", $"has {text.Length} characters; the limit is {MaxText}.");
            return null;
        }

        /// <summary>A code that stands once in the file.</summary>
        internal string? Code(string name)
        {
            if (Text(name) is not { } code)
                return null;
            if (file._codes.Add(code))
                return code;
            file._faults.Add($"{path}.properties.{name}", $"“{code}”出现两次。", $"'{code}' stands twice.");
            return null;
        }

        /// <summary>A number within limits; null when absent or wrong.</summary>
        internal double? Number(string name, double least, double most, bool required = false)
        {
            var value = Member(_properties, name);
            if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null && !required)
                return null;
            if (value.ValueKind == JsonValueKind.Number && value.GetDouble() >= least && value.GetDouble() <= most)
                return value.GetDouble();
            file._faults.Add($"{path}.properties.{name}", $"须为 {least} 至 {most} 的数。", $"must be a number from {least} to {most}.");
            return null;
        }

        /// <summary>A code of a list.</summary>
        internal string? OneOf(string name, IReadOnlyList<string> known, bool required = true)
        {
            var value = required ? Text(name) : Optional(name);
            if (value is null || known.Contains(value, StringComparer.Ordinal))
                return value;
            file._faults.Add($"{path}.properties.{name}", $"“{value}”不可用；可用：{string.Join('、', known)}。", $"'{value}' is not one of {string.Join(", ", known)}.");
            return null;
        }

        private static JsonElement Member(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : default;
    }
}
