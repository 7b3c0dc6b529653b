using System.Globalization;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>Reads the contents of an interface.</summary>
internal static class DtdlContentReader
{
    private static readonly string[] Kinds = ["Telemetry", "Property", "Command", "Relationship", "Component"];

    internal static IReadOnlyList<DtdlContent> ReadAll(DtdlScan scan, JsonNodeAt node, string field)
    {
        if (node.Find("contents") is not { } contents)
            return [];
        return Named(scan, contents, DtdlScan.Join(field, "contents"), Read);
    }

    /// <summary>The type and the semantic type of an element; the type is null, with a fault, when there is not exactly one of <paramref name="kinds"/>.</summary>
    internal static (string? Kind, string? Semantic) TypesOf(DtdlScan scan, JsonNodeAt node, string field, params ReadOnlySpan<string> kinds)
    {
        var types = node.Find("@type");
        var items = types is { Kind: JsonTokenType.StartArray } ? types.Items : types is null ? [] : [types];
        string? kind = null, semantic = null;
        foreach (var item in items)
        {
            if (kinds.Contains(item.Text) && kind is null)
                kind = item.Text;
            else if (DtdlUnits.Of(item.Text) is not null && semantic is null && scan.HasQuantities)
                semantic = item.Text;
            else
                scan.Add(item, DtdlScan.Join(field, "@type"), $"'{item.Text}' is neither a type that may stand here nor the one semantic type of the extension {DtdlReader.Quantities}.");
        }

        return (kind, semantic);
    }

    internal static DtdlQuantity? QuantityOf(DtdlScan scan, JsonNodeAt node, string field, string? semantic, DtdlSchema? schema)
    {
        var unit = node.Find("unit");
        if (semantic is null)
        {
            if (unit is not null)
                scan.Add(unit, DtdlScan.Join(field, "unit"), "needs a semantic type such as Temperature in @type.");
            return null;
        }

        if (schema is not (DtdlPrimitive { Name: var name }) || !DtdlSchema.Numeric.Contains(name, StringComparer.Ordinal))
            scan.Add(node, DtdlScan.Join(field, "schema"), $"must be one of {string.Join(", ", DtdlSchema.Numeric)}, as the element is a {semantic}.");
        if (unit is not null && !DtdlUnits.Of(semantic)!.Contains(unit.Text, StringComparer.Ordinal))
            scan.Add(unit, DtdlScan.Join(field, "unit"), $"'{unit.Text}' is no unit of {semantic}; it has {string.Join(", ", DtdlUnits.Of(semantic)!)}.");
        return new DtdlQuantity(semantic, unit?.Text);
    }

    private static List<T> Named<T>(DtdlScan scan, JsonNodeAt list, string field, Func<DtdlScan, JsonNodeAt, string, T?> read)
        where T : DtdlContent
    {
        var contents = new List<T>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (list.Kind != JsonTokenType.StartArray)
            scan.Add(list, field, "must be an array.");
        for (var i = 0; i < list.Items.Count; i++)
        {
            var path = $"{field}[{i.ToString(CultureInfo.InvariantCulture)}]";
            if (!scan.Count(list.Items[i], path))
                break;
            if (read(scan, list.Items[i], path) is not { } content)
                continue;
            if (!names.Add(content.Name))
                scan.Add(list.Items[i], DtdlScan.Join(path, "name"), $"'{content.Name}' is given twice.");
            contents.Add(content);
        }

        return contents;
    }

    private static DtdlContent? Read(DtdlScan scan, JsonNodeAt node, string field)
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            scan.Add(node, field, "must be a JSON object.");
            return null;
        }

        var (kind, semantic) = TypesOf(scan, node, field, Kinds);
        switch (kind)
        {
            case "Telemetry":
                return ReadTelemetry(scan, node, field, semantic);
            case "Property":
                return ReadProperty(scan, node, field, semantic);
            case "Command":
                return ReadCommand(scan, node, field);
            case "Relationship":
                return ReadRelationship(scan, node, field);
            case "Component":
                return ReadComponent(scan, node, field);
            default:
                scan.Add(node, DtdlScan.Join(field, "@type"), $"must be one of {string.Join(", ", Kinds)}.");
                return null;
        }
    }

    private static DtdlTelemetry? ReadTelemetry(DtdlScan scan, JsonNodeAt node, string field, string? semantic)
    {
        scan.IsObject(node, field, "@type", "@id", "name", "schema", "unit", "displayName", "description", "comment");
        var schema = DtdlSchemaReader.Read(scan, node, field, 0);
        var quantity = QuantityOf(scan, node, field, semantic, schema);
        return NameOf(scan, node, field) is { } name && schema is not null
            ? new DtdlTelemetry(schema, quantity) { Name = name, Texts = scan.Texts(node, field), Line = node.Line }
            : null;
    }

    private static DtdlProperty? ReadProperty(DtdlScan scan, JsonNodeAt node, string field, string? semantic)
    {
        scan.IsObject(node, field, "@type", "@id", "name", "schema", "unit", "writable", "displayName", "description", "comment");
        var schema = DtdlSchemaReader.Read(scan, node, field, 0);
        var quantity = QuantityOf(scan, node, field, semantic, schema);
        var writable = scan.Flag(node, field, "writable");
        return NameOf(scan, node, field) is { } name && schema is not null
            ? new DtdlProperty(schema, quantity, writable) { Name = name, Texts = scan.Texts(node, field), Line = node.Line }
            : null;
    }

    private static DtdlCommand? ReadCommand(DtdlScan scan, JsonNodeAt node, string field)
    {
        scan.IsObject(node, field, "@type", "@id", "name", "request", "response", "displayName", "description", "comment");
        var request = node.Find("request") is { } asked ? DtdlSchemaReader.ReadField(scan, asked, DtdlScan.Join(field, "request"), "CommandRequest", 0) : null;
        var response = node.Find("response") is { } told ? DtdlSchemaReader.ReadField(scan, told, DtdlScan.Join(field, "response"), "CommandResponse", 0) : null;
        return NameOf(scan, node, field) is { } name
            ? new DtdlCommand(request, response) { Name = name, Texts = scan.Texts(node, field), Line = node.Line }
            : null;
    }

    private static DtdlRelationship? ReadRelationship(DtdlScan scan, JsonNodeAt node, string field)
    {
        scan.IsObject(node, field, "@type", "@id", "name", "target", "minMultiplicity", "maxMultiplicity", "writable", "properties", "displayName", "description", "comment");
        var target = scan.OptionalText(node, field, "target", static id => id.Length <= DtdlLimits.MaxId && DtdlNames.IsId(id), DtdlNames.IdRule);
        if (node.Find("minMultiplicity") is { Text: not "0" } min)
            scan.Add(min, DtdlScan.Join(field, "minMultiplicity"), "must be 0.");
        int? max = null;
        if (node.Find("maxMultiplicity") is { } limit)
        {
            if (limit.Kind == JsonTokenType.Number && int.TryParse(limit.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1)
                max = number;
            else
                scan.Add(limit, DtdlScan.Join(field, "maxMultiplicity"), "must be a whole number of at least 1.");
        }

        var properties = node.Find("properties") is { } list
            ? Named(scan, list, DtdlScan.Join(field, "properties"), ReadOwnProperty)
            : [];
        var writable = scan.Flag(node, field, "writable");
        return NameOf(scan, node, field) is { } name
            ? new DtdlRelationship(target, max, writable, properties) { Name = name, Texts = scan.Texts(node, field), Line = node.Line }
            : null;
    }

    private static DtdlProperty? ReadOwnProperty(DtdlScan scan, JsonNodeAt node, string field)
    {
        if (node.Kind == JsonTokenType.StartObject)
        {
            var (kind, semantic) = TypesOf(scan, node, field, "Property");
            if (kind is not null)
                return ReadProperty(scan, node, field, semantic);
        }

        scan.Add(node, field, "must be an object with @type Property.");
        return null;
    }

    private static DtdlComponent? ReadComponent(DtdlScan scan, JsonNodeAt node, string field)
    {
        scan.IsObject(node, field, "@type", "@id", "name", "schema", "displayName", "description", "comment");
        var id = scan.RequiredText(
            node, field, "schema", static id => id.Length <= DtdlLimits.MaxInterfaceId && DtdlNames.IsId(id), $"must be the identifier of an interface: {DtdlNames.IdRule}");
        return NameOf(scan, node, field) is { } name && id is not null
            ? new DtdlComponent(id) { Name = name, Texts = scan.Texts(node, field), Line = node.Line }
            : null;
    }

    private static string? NameOf(DtdlScan scan, JsonNodeAt node, string field)
    {
        scan.OptionalId(node, field);
        return scan.RequiredName(node, field);
    }
}
