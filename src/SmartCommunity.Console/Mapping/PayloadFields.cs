using System.Text.Json;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Mapping;

/// <summary>One field of a quarantined payload and the numbers it held.</summary>
/// <param name="Name">The vendor's name, as it stands under <c>v</c>.</param>
/// <param name="Values">Its numeric values in the sample, in order; booleans as 1 and 0.</param>
/// <param name="Known">True when it is a quantity of the catalogue already.</param>
internal sealed record PayloadField(string Name, IReadOnlyList<double> Values, bool Known);

/// <summary>Reads the fields out of a quarantined sample, so that a person picks one instead of typing it. Pure; a sample that is not JSON has none.</summary>
internal static class PayloadFields
{
    /// <summary>The fields in order of appearance, those the catalogue does not know first.</summary>
    internal static IReadOnlyList<PayloadField> Of(string payload)
    {
        var found = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(payload);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in document.RootElement.EnumerateArray())
                    Collect(item, found);
            }
            else
            {
                Collect(document.RootElement, found);
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return [.. found
            .Select(f => new PayloadField(f.Key, f.Value, QuantityCatalogue.Default.Find(f.Key) is not null))
            .OrderBy(f => f.Known)];
    }

    private static void Collect(JsonElement message, Dictionary<string, List<double>> found)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("v", out var values) || values.ValueKind != JsonValueKind.Object)
            return;
        foreach (var field in values.EnumerateObject())
        {
            if (!found.TryGetValue(field.Name, out var numbers))
                found[field.Name] = numbers = [];
            if (NumberOf(field.Value) is { } number)
                numbers.Add(number);
        }
    }

    private static double? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => null,
    };
}
