using System.Globalization;
using System.Text.Json;
using SmartCommunity.Indicators.Inputs;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// Fields of a record as canonical JSON: members in ordinal order, so equal fields are equal texts. Reading them needs no pack: a number is a number, yes is 1, a text that is a
/// date is its day number as well. Pure.
/// </summary>
internal static class RecordFields
{
    internal const string DayFormat = "yyyy-MM-dd";

    /// <summary>As scoring takes the record.</summary>
    internal static RecordInput InputOf(LoggedRecord row)
    {
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in JsonElement.Parse(row.FieldsJson).EnumerateObject())
        {
            switch (field.Value.ValueKind)
            {
                case JsonValueKind.Number:
                    numbers[field.Name] = field.Value.GetDouble();
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    numbers[field.Name] = field.Value.GetBoolean() ? 1 : 0;
                    break;
                default:
                    texts[field.Name] = field.Value.GetString()!;
                    if (DayOf(texts[field.Name]) is { } day)
                        numbers[field.Name] = day.DayNumber;
                    break;
            }
        }

        return new RecordInput(row.Kind, row.Id, numbers, texts, DateOnly.FromDayNumber(row.AsOfDay), row.Inspected, row.Source, row.Revision);
    }

    internal static DateOnly? DayOf(string text) => DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    internal static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>Writes checked values: <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>.</summary>
    internal static string Canonical(IReadOnlyDictionary<string, object> fields) =>
        JsonSerializer.Serialize(new SortedDictionary<string, object>(fields.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal), Options);

    // Chinese stays readable in the registry; the text goes into JSON answers and MessagePack, never into HTML as it is.
    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
