using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>The rules of what people enter, that need nothing but the entry, its definition and the time. Pure.</summary>
internal static class FactCheck
{
    internal const int MaxSource = 200, MaxName = 60, MaxComment = 500, MaxTitle = 120, MaxText = 500;

    internal const string YesNo = "bool";

    /// <summary>Nothing that is said of a community is older: before, it is a slip of the keyboard.</summary>
    internal static readonly DateOnly FirstDay = new(1990, 1, 1);

    /// <summary>Last day an expiry may name.</summary>
    internal static readonly DateOnly LastDay = new(2099, 12, 31);

    private const int MaxShown = 60;

    /// <summary>The name of a person.</summary>
    internal static Fault? Person(string field, string? name) =>
        string.IsNullOrWhiteSpace(name) ? Invalid(field, $"{field} is missing; it names the person who decides, 1 to {MaxName} characters.") : Text.Fault(field, name, MaxName);

    /// <summary>A text that must be there.</summary>
    internal static Fault? Required(string field, string? text, int maxLength) =>
        string.IsNullOrWhiteSpace(text) ? Invalid(field, $"{field} is missing; it is 1 to {maxLength} characters.") : Text.Fault(field, text, maxLength);

    /// <summary>True when two names are the same person's: neither case, width nor blanks make another.</summary>
    internal static bool SamePerson(string one, string other) => Folded(one) == Folded(other);

    internal static Fault? AsOf(string field, DateOnly? day, long nowMs)
    {
        var today = ChinaTime.DayOf(nowMs);
        return day is not { } value ? Invalid(field, $"{field} is missing; it is the day the value is true of, yyyy-MM-dd.")
            : value < FirstDay || value > today ? Invalid(field, $"{field} {RecordFields.Text(value)} must be {RecordFields.Text(FirstDay)} to today, {RecordFields.Text(today)}.")
            : null;
    }

    internal static Fault? Expires(string field, DateOnly? day, DateOnly? dated) => day is { } value && (value < (dated ?? FirstDay) || value > LastDay)
        ? Invalid(field, $"{field} {RecordFields.Text(value)} must be {RecordFields.Text(dated ?? FirstDay)} (the day it is of) to {RecordFields.Text(LastDay)}.")
        : null;

    internal static Fault? Source(string? source) =>
        string.IsNullOrWhiteSpace(source) ? Invalid("source", $"source is missing; it says where the value is from, 1 to {MaxSource} characters.") : Text.Fault("source", source, MaxSource);

    internal static Fault? Unit(string? unit, FactDefinition definition) => string.IsNullOrEmpty(unit) || unit == definition.Unit
        ? null
        : Invalid("unit", $"unit '{Short(unit)}' is not that of fact '{definition.Code}', which is '{definition.Unit}'.");

    /// <summary>The number of a JSON value; yes is 1.</summary>
    internal static (double Value, Fault? Fault) Value(JsonElement? json, FactDefinition definition) => json?.ValueKind switch
    {
        JsonValueKind.Number => Value(json.Value.GetDouble(), definition),
        JsonValueKind.True or JsonValueKind.False when definition.Unit == YesNo => (json.Value.GetBoolean() ? 1 : 0, null),
        null or JsonValueKind.Null or JsonValueKind.Undefined => (0, Invalid("value", $"value is missing; it is {Wanted(definition)}.")),
        _ => (0, Invalid("value", $"value {Short(json.Value.GetRawText())} must be {Wanted(definition)}.")),
    };

    internal static (double Value, Fault? Fault) Value(double value, FactDefinition definition)
    {
        var isYesNo = definition.Unit == YesNo;
        var fits = double.IsFinite(value) && (isYesNo ? value is 0 or 1 : value >= definition.Min && value <= definition.Max && (!definition.IsWhole || value == Math.Truncate(value)));
        // Minus zero has other bits than zero.
        return fits ? (value == 0 ? 0 : value, null) : (0, Invalid("value", FormattableString.Invariant($"value {value} must be {Wanted(definition)}.")));
    }

    /// <summary>A cell of a table as a number: yes/no in words too.</summary>
    internal static (double Value, Fault? Fault) Value(string cell, FactDefinition definition)
    {
        if (definition.Unit == YesNo && YesNoOf(cell) is { } truth)
            return (truth ? 1 : 0, null);
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Value(number, definition)
            : (0, Invalid("value", $"value '{Short(cell)}' must be {Wanted(definition)}."));
    }

    internal static bool? YesNoOf(string cell) => cell.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "1" or "是" => true,
        "FALSE" or "NO" or "0" or "否" => false,
        _ => null,
    };

    /// <summary>The fault when the caller knows another revision than the thing has; null knows none, 0 that it is not there.</summary>
    internal static Fault? Stale(string subject, long? known, long revision) => known is { } expected && expected != revision
        ? new Fault(FaultKind.Stale, "If-Match", $"'{subject}' has revision {revision}, not {expected}; read it again.")
        : null;

    internal static Fault UnknownCommunity(string code) => new(FaultKind.NotFound, "code", $"No community '{Short(code)}' is in the district.");

    internal static Fault Invalid(string field, string message) => new(FaultKind.Invalid, field, message);

    internal static string Short(string text) => text.Length <= MaxShown ? text : $"{text[..MaxShown]}…";

    private static string Wanted(FactDefinition definition) => definition.Unit == YesNo
        ? "true or false"
        : FormattableString.Invariant($"a {(definition.IsWhole ? "whole " : "")}number from {definition.Min} to {definition.Max} ({definition.Unit})");

    private static string Folded(string name) => string.Concat(name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
}
