using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// Desired and reported properties as canonical JSON: members in ordinal order, so equal documents are equal texts. Pure; the fold and the registry change them by the same rule,
/// JSON merge patch (RFC 7396).
/// </summary>
internal static class PropertyDocument
{
    /// <summary>Largest document, bytes: what fits into a command's arguments (4 KiB) with its version around it.</summary>
    internal const int MaxBytes = 3 * 1024;

    /// <summary>Deepest nesting: a group of settings within a group; deeper is a document of its own.</summary>
    internal const int MaxDepth = 5;

    internal const string Empty = "{}";

    /// <summary>The document after a patch, or why it cannot be applied.</summary>
    internal static (string? Json, string? Fault) Merge(string? json, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
            return (null, "must be a JSON object");
        if (NameFault(patch, depth: 1) is { } fault)
            return (null, fault);
        var merged = Canonical(Merge(JsonNode.Parse(json ?? Empty), JsonObject.Create(patch)!));
        var bytes = Encoding.UTF8.GetByteCount(merged);
        return bytes > MaxBytes ? (null, $"would have {bytes} bytes, more than the limit of {MaxBytes}") : (merged, null);
    }

    /// <summary>Names of desired properties that are absent or different in what is reported, in order.</summary>
    internal static IReadOnlyList<string> Pending(string? desiredJson, string? reportedJson)
    {
        if (desiredJson is null or Empty || desiredJson == reportedJson)
            return [];
        var desired = JsonElement.Parse(desiredJson);
        var reported = JsonElement.Parse(reportedJson ?? Empty);
        return
        [
            .. desired.EnumerateObject()
                .Where(property => !reported.TryGetProperty(property.Name, out var now) || !JsonElement.DeepEquals(now, property.Value))
                .Select(property => property.Name),
        ];
    }

    private static JsonObject Merge(JsonNode? target, JsonObject patch)
    {
        var merged = target as JsonObject ?? [];
        foreach (var (name, value) in patch)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = value is JsonObject inner ? Merge(merged[name]?.DeepClone(), inner) : value.DeepClone();
        }

        return merged;
    }

    private static string Canonical(JsonNode node) => Sorted(node)!.ToJsonString();

    private static JsonNode? Sorted(JsonNode? node) => node is JsonObject members
        ? new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value))))
        : node?.DeepClone();

    private static string? NameFault(JsonElement value, int depth)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Select(item => NameFault(item, depth)).FirstOrDefault(fault => fault is not null);
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        if (depth > MaxDepth)
            return $"is nested deeper than the limit of {MaxDepth}";
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!Identifier.IsValid(property.Name))
                return $"has the property '{property.Name}', whose name must be 1 to {Identifier.MaxLength} characters out of a-z, A-Z, 0-9, '_' and '-'";
            if (!names.Add(property.Name))
                return $"has the property '{property.Name}' twice";
            if (NameFault(property.Value, depth + 1) is { } fault)
                return fault;
        }

        return null;
    }
}
