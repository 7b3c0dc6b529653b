using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>A place where two things would not stand in the log in the same words.</summary>
/// <param name="Where">The fields down to it, as <c>rows[baihe].figures.score.total</c>: what is about a project is named by it, other elements of a list by their place.</param>
/// <param name="Left">What stands in the first, as JSON; null: nothing.</param>
/// <param name="Right">What stands in the second, as JSON; null: nothing.</param>
public sealed record JsonDifference(string Where, string? Left, string? Right)
{
    private const string Key = "project";

    /// <summary>Every place where they differ, in the order of the fields; empty exactly when <see cref="SameJson.Are{T}"/>.</summary>
    public static IReadOnlyList<JsonDifference> Between<T>(T left, T right) => [.. Of("", JsonSerializer.SerializeToNode(left, ActJson.Options), JsonSerializer.SerializeToNode(right, ActJson.Options))];

    private static IEnumerable<JsonDifference> Of(string where, JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (JsonObject a, JsonObject b) => a.Select(static f => f.Key).Union(b.Select(static f => f.Key)).SelectMany(f => Of(where.Length == 0 ? f : $"{where}.{f}", a[f], b[f])),
        (JsonArray a, JsonArray b) => Of(where, Elements(a), Elements(b)),
        _ => Text(left) == Text(right) ? [] : [new JsonDifference(where, Text(left), Text(right))],
    };

    private static IEnumerable<JsonDifference> Of(string where, List<(string Name, JsonNode? Node)> left, List<(string Name, JsonNode? Node)> right)
    {
        foreach (var name in left.Concat(right).Select(static e => e.Name).Distinct())
        {
            foreach (var difference in Of($"{where}[{name}]", left.Find(e => e.Name == name).Node, right.Find(e => e.Name == name).Node))
                yield return difference;
        }

        // The same elements in another order are other bytes.
        var (before, after) = (string.Join(' ', left.Select(static e => e.Name)), string.Join(' ', right.Select(static e => e.Name)));
        if (before != after && left.Select(static e => e.Name).Order(StringComparer.Ordinal).SequenceEqual(right.Select(static e => e.Name).Order(StringComparer.Ordinal)))
            yield return new JsonDifference(where, before, after);
    }

    // One project has one row; where somebody put a second, both go by their place.
    private static List<(string Name, JsonNode? Node)> Elements(JsonArray array)
    {
        var projects = array.Select(static e => e is JsonObject row && row[Key] is JsonValue key && key.TryGetValue<string>(out var project) ? project : null).ToList();
        var isKeyed = projects.TrueForAll(static p => p is not null) && projects.Distinct().Count() == projects.Count;
        return [.. array.Select((e, i) => (isKeyed ? projects[i]! : i.ToString(System.Globalization.CultureInfo.InvariantCulture), e))];
    }

    private static string? Text(JsonNode? node) => node?.ToJsonString(ActJson.Options);
}
