using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>
/// Writes interfaces as DTDL v3 text that <see cref="DtdlReader"/> reads back as the same interface. Canonical: equal interfaces give equal bytes, one line
/// per content, so that a difference between two versions shows in a diff. Pure and thread-safe.
/// </summary>
public static class DtdlWriter
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The interface as text with line feeds, ending in one.</summary>
    public static string Write(DtdlInterface model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var members = new Members();
        members.Add("@context", $"[{Quote(DtdlReader.Context)}, {Quote(DtdlReader.Quantities)}]");
        members.Add("@id", Quote(model.Id));
        members.Add("@type", Quote("Interface"));
        AddTexts(members, model.Texts);
        if (model.Extends.Count > 0)
            members.Add("extends", List(model.Extends.Select(Quote)));
        members.Add("contents", Lines(model.Contents.Select(Content)));
        if (model.Schemas.Count > 0)
            members.Add("schemas", Lines(model.Schemas.Select(static s => Schema(s.Schema, s.Id, s.Texts))));
        return members.ToDocument();
    }

    private static string Content(DtdlContent content)
    {
        var members = new Members();
        switch (content)
        {
            case DtdlTelemetry telemetry:
                AddTyped(members, "Telemetry", telemetry.Quantity, content.Name, telemetry.Schema);
                break;
            case DtdlProperty property:
                AddTyped(members, "Property", property.Quantity, content.Name, property.Schema);
                if (property.Writable)
                    members.Add("writable", "true");
                break;
            case DtdlCommand command:
                AddHead(members, "Command", content.Name);
                if (command.Request is { } request)
                    members.Add("request", Field(request, "CommandRequest"));
                if (command.Response is { } response)
                    members.Add("response", Field(response, "CommandResponse"));
                break;
            case DtdlRelationship relationship:
                AddRelationship(members, relationship);
                break;
            case DtdlComponent component:
                AddHead(members, "Component", content.Name);
                members.Add("schema", Quote(component.InterfaceId));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(content), content, "Not a content of DTDL.");
        }

        AddTexts(members, content.Texts);
        return members.ToString();
    }

    private static void AddRelationship(Members members, DtdlRelationship relationship)
    {
        AddHead(members, "Relationship", relationship.Name);
        if (relationship.Target is { } target)
            members.Add("target", Quote(target));
        if (relationship.MaxMultiplicity is { } max)
            members.Add("maxMultiplicity", max.ToString(CultureInfo.InvariantCulture));
        if (relationship.Writable)
            members.Add("writable", "true");
        if (relationship.Properties.Count > 0)
            members.Add("properties", List(relationship.Properties.Select(Content)));
    }

    private static void AddHead(Members members, string kind, string name)
    {
        members.Add("@type", Quote(kind));
        members.Add("name", Quote(name));
    }

    private static void AddTyped(Members members, string? kind, DtdlQuantity? quantity, string name, DtdlSchema schema, string member = "schema")
    {
        if (quantity is not null)
            members.Add("@type", $"[{Quote(kind!)}, {Quote(quantity.Semantic)}]");
        else if (kind is "Telemetry" or "Property")
            members.Add("@type", Quote(kind));
        members.Add("name", Quote(name));
        members.Add(member, Schema(schema));
        if (quantity?.Unit is { } unit)
            members.Add("unit", Quote(unit));
    }

    private static string Field(DtdlField field, string kind)
    {
        var members = new Members();
        AddTyped(members, kind, field.Quantity, field.Name, field.Schema);
        AddTexts(members, field.Texts);
        return members.ToString();
    }

    private static string Schema(DtdlSchema schema) => Schema(schema, null, DtdlTexts.None);

    private static string Schema(DtdlSchema schema, string? id, DtdlTexts texts)
    {
        if (schema is DtdlPrimitive primitive)
            return Quote(primitive.Name);
        if (schema is DtdlReference reference)
            return Quote(reference.Id);
        var members = new Members();
        if (id is not null)
            members.Add("@id", Quote(id));
        switch (schema)
        {
            case DtdlEnum codes:
                members.Add("@type", Quote("Enum"));
                members.Add("valueSchema", Quote(codes.IsInteger ? "integer" : "string"));
                members.Add("enumValues", List(codes.Values.Select(EnumValue)));
                break;
            case DtdlObject fields:
                members.Add("@type", Quote("Object"));
                members.Add("fields", List(fields.Fields.Select(static f => Field(f, "Field"))));
                break;
            case DtdlArray array:
                members.Add("@type", Quote("Array"));
                members.Add("elementSchema", Schema(array.Element));
                break;
            case DtdlMap map:
                members.Add("@type", Quote("Map"));
                members.Add("mapKey", Field(map.Key, "MapKey"));
                members.Add("mapValue", Field(map.Value, "MapValue"));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(schema), schema, "Not a schema of DTDL.");
        }

        AddTexts(members, texts);
        return members.ToString();
    }

    private static string EnumValue(DtdlEnumValue value)
    {
        var members = new Members();
        members.Add("name", Quote(value.Name));
        members.Add("enumValue", value.Text is { } text ? Quote(text) : value.Number.ToString(CultureInfo.InvariantCulture));
        AddTexts(members, value.Texts);
        return members.ToString();
    }

    private static void AddTexts(Members members, DtdlTexts texts)
    {
        AddLocalized(members, "displayName", texts.DisplayName);
        AddLocalized(members, "description", texts.Description);
        if (texts.Comment is { } comment)
            members.Add("comment", Quote(comment));
    }

    private static void AddLocalized(Members members, string name, IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count == 0)
            return;
        var languages = new Members();
        foreach (var (language, text) in texts.OrderByDescending(static t => t.Key, StringComparer.Ordinal))
            languages.Add(language, Quote(text));
        members.Add(name, languages.ToString());
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, Encoder)}\"";

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    private static string Lines(IEnumerable<string> items) => $"[\n    {string.Join(",\n    ", items)}\n  ]";

    /// <summary>An object's members in the order they are added.</summary>
    private sealed class Members
    {
        private readonly List<string> _members = [];

        public override string ToString() => $"{{{string.Join(", ", _members)}}}";

        internal void Add(string name, string json) => _members.Add($"{Quote(name)}: {json}");

        internal string ToDocument() => new StringBuilder().Append("{\n  ").AppendJoin(",\n  ", _members).Append("\n}\n").ToString();
    }
}
