using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>Checks the fields of a record against its definition and makes them canonical. Pure.</summary>
internal static class RecordCheck
{
    // A community's floor area in m² has seven digits; its money in CNY ten.
    private const double MaxNumber = 1e12;

    /// <summary>The canonical fields of JSON values; a null value is an absent one.</summary>
    internal static (string? Json, List<Fault> Faults) Check(RecordDefinition definition, IReadOnlyDictionary<string, JsonElement>? fields) => Check(
        definition, (fields ?? new Dictionary<string, JsonElement>()).Where(f => f.Value.ValueKind != JsonValueKind.Null).ToDictionary(f => f.Key, f => f.Value), Value, "fields.");

    /// <summary>The canonical fields of a table's cells; an empty cell is an absent value.</summary>
    internal static (string? Json, List<Fault> Faults) Check(RecordDefinition definition, IReadOnlyDictionary<string, string> cells) =>
        Check(definition, cells.Where(c => c.Value.Length > 0).ToDictionary(c => c.Key, c => c.Value), Value, "");

    internal static Fault? Id(string? id) => Identifier.IsValid(id) ? null : FactCheck.Invalid("id", Identifier.Fault("id", id));

    private static (string? Json, List<Fault> Faults) Check<T>(RecordDefinition definition, Dictionary<string, T> fields, Func<RecordField, T, (object? Value, string? Wanted)> read, string prefix)
    {
        var faults = new List<Fault>();
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (code, given) in fields)
        {
            if (definition.Fields.FirstOrDefault(f => f.Code == code) is not { } field)
                faults.Add(FactCheck.Invalid(prefix + FactCheck.Short(code), $"A {definition.Code} has no field '{FactCheck.Short(code)}'; it has {string.Join(", ", definition.Fields.Select(f => f.Code))}."));
            else if (read(field, given) is (var value, var wanted) && wanted is not null)
                faults.Add(FactCheck.Invalid(prefix + code, $"{code} '{FactCheck.Short($"{given}")}' must be {wanted}."));
            else
                values[code] = value!;
        }

        faults.AddRange(definition.Fields.Where(f => f.IsRequired && !fields.ContainsKey(f.Code)).Select(f => FactCheck.Invalid(prefix + f.Code, $"{f.Code} is missing; a {definition.Code} must have it.")));
        return faults.Count == 0 ? (RecordFields.Canonical(values), faults) : (null, faults);
    }

    private static (object? Value, string? Wanted) Value(RecordField field, JsonElement json) => (field.Type, json.ValueKind) switch
    {
        (RecordFieldType.Number, JsonValueKind.Number) => Number(field, json.GetDouble()),
        (RecordFieldType.YesNo, JsonValueKind.True or JsonValueKind.False) => (json.GetBoolean(), null),
        (RecordFieldType.Code or RecordFieldType.Text or RecordFieldType.Date, JsonValueKind.String) => Value(field, json.GetString()!),
        _ => (null, Wanted(field)),
    };

    private static (object? Value, string? Wanted) Value(RecordField field, string text) => field.Type switch
    {
        RecordFieldType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Number(field, number) : (null, Wanted(field)),
        RecordFieldType.YesNo => FactCheck.YesNoOf(text) is { } truth ? (truth, null) : (null, Wanted(field)),
        RecordFieldType.Code => field.Codes.Contains(text, StringComparer.Ordinal) ? (text, null) : (null, Wanted(field)),
        RecordFieldType.Date => RecordFields.DayOf(text) is { } day && day >= FactCheck.FirstDay && day <= FactCheck.LastDay ? (text, null) : (null, Wanted(field)),
        _ => text.Length > 0 && Text.Fault(field.Code, text, FactCheck.MaxText) is null ? (text, null) : (null, Wanted(field)),
    };

    private static (object? Value, string? Wanted) Number(RecordField field, double number) => Math.Abs(number) <= MaxNumber ? (number == 0 ? 0.0 : number, null) : (null, Wanted(field));

    private static string Wanted(RecordField field) => field.Type switch
    {
        RecordFieldType.Number => FormattableString.Invariant($"a number from {-MaxNumber} to {MaxNumber}{(field.Unit.Length > 0 ? $" ({field.Unit})" : "")}"),
        RecordFieldType.YesNo => "true or false",
        RecordFieldType.Code => $"one of: {string.Join(", ", field.Codes)}",
        RecordFieldType.Date => $"a date from {RecordFields.Text(FactCheck.FirstDay)} to {RecordFields.Text(FactCheck.LastDay)}, yyyy-MM-dd",
        _ => $"a text of 1 to {FactCheck.MaxText} characters without control characters",
    };
}
