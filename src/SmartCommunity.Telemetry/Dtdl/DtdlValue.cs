using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>Checks a JSON value against a schema: the arguments of a command, the value of a property. Pure and thread-safe.</summary>
public static class DtdlValue
{
    /// <summary>
    /// What is wrong with the value, as a sentence that names the field, or null. Fields of an object may be absent, and fields the schema does not name may be there: DTDL
    /// has no word for required, and a vendor may know more than the schema. A reference is not followed.
    /// </summary>
    public static string? FaultOf(DtdlSchema schema, JsonElement value, string field)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema switch
        {
            DtdlPrimitive primitive => Fits(primitive.Name, value) ? null : $"{field} must be of the schema {primitive.Name}.",
            DtdlEnum codes => FaultOfCode(codes, value, field),
            DtdlObject fields => FaultOfFields(fields.Fields, value, field),
            DtdlArray array => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().Select((item, i) => FaultOf(array.Element, item, $"{field}[{i.ToString(CultureInfo.InvariantCulture)}]")).FirstOrDefault(static f => f is not null)
                : $"{field} must be an array.",
            DtdlMap map => value.ValueKind == JsonValueKind.Object
                ? value.EnumerateObject().Select(item => FaultOf(map.Value.Schema, item.Value, $"{field}.{item.Name}")).FirstOrDefault(static f => f is not null)
                : $"{field} must be an object.",
            _ => null,
        };
    }

    /// <summary>The same for named fields, such as the arguments of a command.</summary>
    public static string? FaultOfFields(IReadOnlyList<DtdlField> fields, JsonElement value, string field)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (value.ValueKind != JsonValueKind.Object)
            return $"{field} must be an object.";
        foreach (var one in fields)
        {
            if (value.TryGetProperty(one.Name, out var member) && FaultOf(one.Schema, member, $"{field}.{one.Name}") is { } fault)
                return fault;
        }

        return null;
    }

    private static string? FaultOfCode(DtdlEnum codes, JsonElement value, string field)
    {
        var fits = codes.IsInteger
            ? value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && codes.Values.Any(v => v.Number == number)
            : value.ValueKind == JsonValueKind.String && codes.Values.Any(v => value.ValueEquals(v.Text));
        return fits
            ? null
            : $"{field} must be one of {string.Join(", ", codes.Values.Select(static v => v.Text ?? v.Number.ToString(CultureInfo.InvariantCulture)))}.";
    }

    private static bool Fits(string primitive, JsonElement value) => primitive switch
    {
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "double" => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number),
        "float" => value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && float.IsFinite(number),
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "long" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "string" => value.ValueKind == JsonValueKind.String,
        "dateTime" => value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _),
        "date" => value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "time" => value.ValueKind == JsonValueKind.String && TimeOnly.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _),
        "duration" => value.ValueKind == JsonValueKind.String && IsDuration(value.GetString()!),
        _ => false,
    };

    private static bool IsDuration(string text)
    {
        try
        {
            _ = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (FormatException)
        {
            return false; // The framework offers no way to ask without an exception.
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
