using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Text;

/// <summary>What people enter, as people read and write it. Pure but for the current culture.</summary>
internal static class EntryText
{
    /// <summary>Unit of facts that are yes or no.</summary>
    internal const string YesNo = "bool";

    private const string DayFormat = "yyyy-MM-dd";

    internal static string Day(DateOnly? day) => day is { } value ? value.ToString(DayFormat, CultureInfo.InvariantCulture) : "–";

    /// <summary>A day that is written so; null: it is none.</summary>
    internal static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    internal static string Value(double value, string unit, IStringLocalizer words) => unit == YesNo ? words[value != 0 ? "value.yes" : "value.no"] : ScoreText.Value(value);

    internal static string Unit(string unit) => unit == YesNo ? "" : ScoreText.Unit(unit);

    /// <summary>What a field of a form holds of a value.</summary>
    internal static string Field(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>What was typed, as the desks take it: a number, else the text, which they refuse by name and limit; null when nothing was.</summary>
    internal static JsonElement? Number(string text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonSerializer.SerializeToElement(number)
        : JsonSerializer.SerializeToElement(text);

    /// <summary>The limits of a fact, to be read before it is entered.</summary>
    internal static string Limits(FactDefinition definition, IStringLocalizer words) => definition.Unit == YesNo
        ? words["facts.limitYesNo"]
        : words[definition.IsWhole ? "facts.limitWhole" : "facts.limit", ScoreText.Value(definition.Min), ScoreText.Value(definition.Max), ScoreText.Unit(definition.Unit)];

    /// <summary>A value of a record, as a table shows it.</summary>
    internal static string Record(JsonElement fields, RecordField field, IStringLocalizer words)
    {
        if (!fields.TryGetProperty(field.Code, out var value))
            return "–";
        return value.ValueKind switch
        {
            JsonValueKind.Number => $"{ScoreText.Value(value.GetDouble())} {ScoreText.Unit(field.Unit)}".TrimEnd(),
            JsonValueKind.True => words["value.yes"],
            JsonValueKind.False => words["value.no"],
            _ => value.GetString() ?? "",
        };
    }
}
