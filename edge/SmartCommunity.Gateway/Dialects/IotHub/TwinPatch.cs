using System.Text.Json.Nodes;

namespace SmartCommunity.Gateway.Dialects.IotHub;

/// <summary>JSON merge patch (RFC 7396) between property documents: a null takes a property away. Pure.</summary>
internal static class TwinPatch
{
    /// <summary>The document after the patch.</summary>
    internal static JsonObject Apply(JsonObject document, JsonObject patch)
    {
        var merged = (JsonObject)document.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (value is null)
                merged.Remove(name);
            else if (value is JsonObject inner)
                merged[name] = Apply(merged[name] as JsonObject ?? [], inner);
            else
                merged[name] = value.DeepClone();
        }

        return merged;
    }

    /// <summary>The patch that makes <paramref name="after"/> out of <paramref name="before"/>.</summary>
    internal static JsonObject Between(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in before)
        {
            if (!after.ContainsKey(name))
                patch[name] = null;
        }

        foreach (var (name, value) in after)
        {
            var old = before[name];
            if (value is JsonObject inner && old is JsonObject outer)
            {
                if (Between(outer, inner) is { Count: > 0 } changed)
                    patch[name] = changed;
            }
            else if (!JsonNode.DeepEquals(old, value))
            {
                patch[name] = value?.DeepClone();
            }
        }

        return patch;
    }
}
