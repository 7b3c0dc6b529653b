using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>
/// The models of all twins as DTDL v3 interfaces: those of device classes as they are in the catalogue, those of places written from the rules of the graph, so that
/// what is exported is what is enforced.
/// </summary>
internal static class TwinModels
{
    private static readonly (TwinKind Kind, string Zh, string En, (string Name, string Schema, string Zh, string En)[] Properties)[] Places =
    [
        (TwinKind.District, "区", "District", []),
        (TwinKind.Street, "街道", "Street", []),
        (TwinKind.Community, "社区", "Community", []),
        (TwinKind.Building, "楼幢", "Building", [("floors", "integer", "层数", "Storeys"), ("heightM", "double", "高度(米)", "Height (m)")]),
        (TwinKind.Unit, "单元", "Unit", [("floor", "integer", "楼层", "Storey"), ("areaM2", "double", "面积(平方米)", "Area (m²)")]),
        (
            TwinKind.Facility, "服务设施", "Facility",
            [
                ("floor", "integer", "楼层", "Storey"), ("areaM2", "double", "面积(平方米)", "Area (m²)"), ("openingHours", "string", "开放时间", "Opening hours"),
                ("facilityKind", "string", "设施类型", "Kind of facility"),
            ]
        ),
        (TwinKind.Device, "设备", "Device", []),
    ];

    /// <summary>Where a model comes from: part of the product.</summary>
    internal const string Shipped = "shipped";

    /// <summary>Where a model comes from: people brought it along.</summary>
    internal const string Imported = "imported";

    /// <summary>Every model as of now, places outermost first, then device classes.</summary>
    internal static IReadOnlyList<ModelView> All
    {
        get
        {
            var classes = DeviceClassCatalogue.Current;
            return
            [
                .. Places.Select(p => new ModelView(IdOf(p.Kind), p.Zh, p.En, TwinId.Kinds[(int)p.Kind].Name, null, Shipped, null)),
                .. classes.All.Select(c => new ModelView(
                    c.ModelId, c.Zh, c.En, "device", c.Code, OriginOf(classes.FindImported(c.Code)), classes.FindImported(c.Code)?.ImportedAt)),
            ];
        }
    }

    internal static string OriginOf(ImportedClass? imported) => imported is null ? Shipped : Imported;

    /// <summary>The interface of that identifier as JSON, or null.</summary>
    internal static string? Find(string dtmi) => Find(dtmi, DeviceClassCatalogue.Current);

    /// <summary>The interface of that identifier when it is part of the product, or null.</summary>
    internal static string? FindShipped(string dtmi) => Find(dtmi, DeviceClassCatalogue.Default);

    private static string? Find(string dtmi, DeviceClassCatalogue classes)
    {
        if (classes.All.FirstOrDefault(c => c.ModelId == dtmi) is { } deviceClass)
            return classes.InterfaceOf(deviceClass.Code);
        foreach (var (kind, zh, en, properties) in Places)
        {
            if (IdOf(kind) == dtmi)
                return Write(kind, zh, en, properties);
        }

        return null;
    }

    private static string IdOf(TwinKind kind) => $"dtmi:fc:twin:{TwinId.Kinds[(int)kind].Name};1";

    private static string Write(TwinKind kind, string zh, string en, (string Name, string Schema, string Zh, string En)[] properties)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("@context", "dtmi:dtdl:context;3");
            json.WriteString("@id", IdOf(kind));
            json.WriteString("@type", "Interface");
            WriteName(json, zh, en);
            json.WriteStartArray("contents");
            foreach (var property in properties)
            {
                json.WriteStartObject();
                json.WriteString("@type", "Property");
                json.WriteString("name", property.Name);
                json.WriteString("schema", property.Schema);
                WriteName(json, property.Zh, property.En);
                json.WriteEndObject();
            }

            foreach (var relation in RelationRules.Kinds)
                WriteRelation(json, relation, RelationRules.TargetsOf(relation, kind));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    private static void WriteRelation(Utf8JsonWriter json, string relation, IReadOnlyList<TwinKind> targets)
    {
        if (targets.Count == 0)
            return;
        json.WriteStartObject();
        json.WriteString("@type", "Relationship");
        json.WriteString("name", relation);
        if (RelationRules.IsSingle(relation))
            json.WriteNumber("maxMultiplicity", 1);
        // DTDL names one target or any; where several kinds are possible, the comment says which.
        if (targets is [var only])
            json.WriteString("target", IdOf(only));
        else
            json.WriteString("comment", $"Targets: {string.Join(", ", targets.Select(IdOf))}");
        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, string zh, string en)
    {
        json.WriteStartObject("displayName");
        json.WriteString("zh", zh);
        json.WriteString("en", en);
        json.WriteEndObject();
    }
}
