using System.Globalization;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>Reads schemas: primitive, by identifier, or Enum, Object, Array and Map nested at most <see cref="DtdlLimits.MaxSchemaDepth"/> deep.</summary>
internal static class DtdlSchemaReader
{
    private static readonly string[] Complex = ["Enum", "Object", "Array", "Map"];

    /// <summary>Reads the member <c>schema</c> of an element; null, with a fault, when there is none to read.</summary>
    internal static DtdlSchema? Read(DtdlScan scan, JsonNodeAt owner, string field, int depth, string member = "schema")
    {
        field = DtdlScan.Join(field, member);
        if (owner.Find(member) is { } node)
            return ReadValue(scan, node, field, depth);
        scan.Add(owner, field, "is missing.");
        return null;
    }

    internal static IReadOnlyList<DtdlNamedSchema> ReadNamed(DtdlScan scan, JsonNodeAt owner, string field)
    {
        if (owner.Find("schemas") is not { } list)
            return [];
        field = DtdlScan.Join(field, "schemas");
        var schemas = new List<DtdlNamedSchema>();
        if (list.Kind != JsonTokenType.StartArray)
            scan.Add(list, field, "must be an array.");
        for (var i = 0; i < list.Items.Count; i++)
        {
            var path = $"{field}[{i.ToString(CultureInfo.InvariantCulture)}]";
            if (list.Items[i].Find("@id") is null)
                scan.Add(list.Items[i], DtdlScan.Join(path, "@id"), "is missing.");
            else if (ReadComplex(scan, list.Items[i], path, 1) is { } schema && scan.OptionalId(list.Items[i], path) is { } id)
                schemas.Add(new DtdlNamedSchema(id, schema, scan.Texts(list.Items[i], path)));
        }

        return schemas;
    }

    /// <summary>Reads a field of an object, a command's request or response, a map's key or value: all are a name with a schema.</summary>
    internal static DtdlField? ReadField(DtdlScan scan, JsonNodeAt node, string field, string kind, int depth, string member = "schema")
    {
        if (!scan.Count(node, field) || !scan.IsObject(node, field, "@type", "@id", "name", member, "unit", "displayName", "description", "comment"))
            return null;
        var (_, semantic) = DtdlContentReader.TypesOf(scan, node, field, kind);
        var schema = Read(scan, node, field, depth, member);
        var quantity = DtdlContentReader.QuantityOf(scan, node, field, semantic, schema);
        return scan.RequiredName(node, field) is { } name && schema is not null
            ? new DtdlField(name, schema, quantity, scan.Texts(node, field))
            : null;
    }

    private static DtdlSchema? ReadValue(DtdlScan scan, JsonNodeAt node, string field, int depth)
    {
        if (node.Kind == JsonTokenType.StartObject)
            return ReadComplex(scan, node, field, depth + 1);
        if (node.Kind == JsonTokenType.String && DtdlSchema.Primitives.Contains(node.Text, StringComparer.Ordinal))
            return new DtdlPrimitive(node.Text);
        if (node.Kind == JsonTokenType.String && DtdlNames.IsId(node.Text))
            return new DtdlReference(node.Text);
        scan.Add(node, field, $"'{node.Text}' is no schema; it must be one of {string.Join(", ", DtdlSchema.Primitives)}, an identifier, or an object.");
        return null;
    }

    private static DtdlSchema? ReadComplex(DtdlScan scan, JsonNodeAt node, string field, int depth)
    {
        if (depth > DtdlLimits.MaxSchemaDepth)
        {
            scan.Add(node, field, $"Schemas are nested more than {DtdlLimits.MaxSchemaDepth} deep.");
            return null;
        }

        var (kind, _) = DtdlContentReader.TypesOf(scan, node, field, Complex);
        switch (kind)
        {
            case "Enum":
                return ReadEnum(scan, node, field);
            case "Object":
                scan.IsObject(node, field, "@type", "@id", "fields", "displayName", "description", "comment");
                return new DtdlObject(ReadFields(scan, node, field, depth));
            case "Array":
                scan.IsObject(node, field, "@type", "@id", "elementSchema", "displayName", "description", "comment");
                return Read(scan, node, field, depth, "elementSchema") is { } element ? new DtdlArray(element) : null;
            case "Map":
                return ReadMap(scan, node, field, depth);
            default:
                scan.Add(node, DtdlScan.Join(field, "@type"), $"must be one of {string.Join(", ", Complex)}.");
                return null;
        }
    }

    private static List<DtdlField> ReadFields(DtdlScan scan, JsonNodeAt node, string field, int depth)
    {
        var fields = new List<DtdlField>();
        var list = node.Find("fields");
        if (list is { Kind: not JsonTokenType.StartArray })
            scan.Add(list, DtdlScan.Join(field, "fields"), "must be an array.");
        for (var i = 0; i < (list?.Items.Count ?? 0); i++)
        {
            var path = $"{field}.fields[{i.ToString(CultureInfo.InvariantCulture)}]";
            if (ReadField(scan, list!.Items[i], path, "Field", depth) is not { } one)
                continue;
            if (fields.Exists(f => f.Name == one.Name))
                scan.Add(list.Items[i], DtdlScan.Join(path, "name"), $"'{one.Name}' is given twice.");
            fields.Add(one);
        }

        return fields;
    }

    private static DtdlMap? ReadMap(DtdlScan scan, JsonNodeAt node, string field, int depth)
    {
        scan.IsObject(node, field, "@type", "@id", "mapKey", "mapValue", "displayName", "description", "comment");
        if (node.Find("mapKey") is not { } keyNode || node.Find("mapValue") is not { } valueNode)
        {
            scan.Add(node, field, "must have mapKey and mapValue.");
            return null;
        }

        var key = ReadField(scan, keyNode, DtdlScan.Join(field, "mapKey"), "MapKey", depth);
        if (key is { Schema: not DtdlPrimitive { Name: "string" } })
            scan.Add(keyNode, DtdlScan.Join(field, "mapKey.schema"), "must be string.");
        var value = ReadField(scan, valueNode, DtdlScan.Join(field, "mapValue"), "MapValue", depth);
        return key is not null && value is not null ? new DtdlMap(key, value) : null;
    }

    private static DtdlEnum ReadEnum(DtdlScan scan, JsonNodeAt node, string field)
    {
        scan.IsObject(node, field, "@type", "@id", "valueSchema", "enumValues", "displayName", "description", "comment");
        if (node.Find("valueSchema") is not { Text: "integer" or "string" })
            scan.Add(node.Find("valueSchema") ?? node, DtdlScan.Join(field, "valueSchema"), "must be integer or string.");
        var isInteger = node.Find("valueSchema")?.Text == "integer";
        var values = new List<DtdlEnumValue>();
        var list = node.Find("enumValues");
        if (list is { Kind: not JsonTokenType.StartArray })
            scan.Add(list, DtdlScan.Join(field, "enumValues"), "must be an array.");
        for (var i = 0; i < (list?.Items.Count ?? 0); i++)
        {
            var path = $"{field}.enumValues[{i.ToString(CultureInfo.InvariantCulture)}]";
            if (!scan.Count(list!.Items[i], path))
                break;
            if (ReadEnumValue(scan, list.Items[i], path, isInteger) is not { } one)
                continue;
            if (values.Exists(v => v.Name == one.Name || (v.Number == one.Number && v.Text == one.Text)))
                scan.Add(list.Items[i], path, $"The name '{one.Name}' or its value is given twice.");
            values.Add(one);
        }

        return new DtdlEnum(isInteger, values);
    }

    private static DtdlEnumValue? ReadEnumValue(DtdlScan scan, JsonNodeAt node, string field, bool isInteger)
    {
        if (!scan.IsObject(node, field, "@type", "@id", "name", "enumValue", "displayName", "description", "comment"))
            return null;
        var name = scan.RequiredName(node, field);
        var value = node.Find("enumValue");
        var number = 0;
        var fits = isInteger
            ? value is { Kind: JsonTokenType.Number } && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            : value is { Kind: JsonTokenType.String };
        if (!fits)
            scan.Add(value ?? node, DtdlScan.Join(field, "enumValue"), isInteger ? "must be a whole number of 32 bits." : "must be a string.");
        return name is not null && fits ? new DtdlEnumValue(name, number, isInteger ? null : value!.Text, scan.Texts(node, field)) : null;
    }
}
