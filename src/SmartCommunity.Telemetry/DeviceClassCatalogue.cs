using System.Collections.Frozen;
using System.Text.Json;

namespace SmartCommunity.Telemetry;

/// <summary>
/// All device classes, read once from the embedded DTDL v3 interfaces (<c>classes/*.json</c>). Immutable and thread-safe.
/// Telemetry with a scalar or enum schema is a quantity and must be in <see cref="QuantityCatalogue"/>; telemetry with an object schema is an event, whose
/// element name is the event type with the suffix <c>Event</c> (a smoke detector measures <c>smoke</c> and raises <c>smoke</c>; DTDL wants different names).
/// What DTDL has no word for, the domain and the report interval, stands beside the interfaces in <c>catalogue/classes.json</c>.
/// </summary>
public sealed class DeviceClassCatalogue
{
    private const string EventSuffix = "Event";

    private readonly FrozenDictionary<string, DeviceClass> _byCode;

    private DeviceClassCatalogue(DeviceClass[] classes)
    {
        All = classes;
        _byCode = classes.ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);
    }

    /// <summary>The classes built into this version.</summary>
    public static DeviceClassCatalogue Default { get; } = Load();

    /// <summary>Every class, by file name.</summary>
    public IReadOnlyList<DeviceClass> All { get; }

    /// <summary>The class of that code, or null.</summary>
    public DeviceClass? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The DTDL v3 interface of a class as it is in the file.</summary>
    public static string InterfaceJson(string code)
    {
        using var reader = new StreamReader(Embedded.Open($"classes/{code}.json"));
        return reader.ReadToEnd();
    }

    private static DeviceClassCatalogue Load()
    {
        using var stream = Embedded.Open("catalogue/classes.json");
        var traits = JsonSerializer.Deserialize<DeviceClassTraits[]>(stream, JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("catalogue/classes.json is empty.");
        return new([.. traits.OrderBy(t => t.Code, StringComparer.Ordinal).Select(ReadFile)]);
    }

    private static DeviceClass ReadFile(DeviceClassTraits traits)
    {
        using var stream = Embedded.Open($"classes/{traits.Code}.json");
        using var document = JsonDocument.Parse(stream);
        return Read(traits, document.RootElement);
    }

    private static DeviceClass Read(DeviceClassTraits traits, JsonElement root)
    {
        var code = traits.Code;
        var contents = root.GetProperty("contents").EnumerateArray().ToArray();
        return new DeviceClass
        {
            Code = code,
            ModelId = root.GetProperty("@id").GetString()!,
            Domain = traits.Domain,
            Zh = root.GetProperty("displayName").GetProperty("zh").GetString()!,
            En = root.GetProperty("displayName").GetProperty("en").GetString()!,
            ReportInterval = TimeSpan.FromSeconds(traits.ReportIntervalSeconds),
            Quantities = [.. Named(contents, "Telemetry").Where(c => !IsEvent(c)).Select(c => QuantityOf(code, NameOf(c)))],
            Events = [.. Named(contents, "Telemetry").Where(IsEvent).Select(EventOf)],
            Commands = [.. Named(contents, "Command").Select(NameOf)],
        };
    }

    private static Quantity QuantityOf(string code, string name) =>
        QuantityCatalogue.Default.Find(name)
        ?? throw new InvalidDataException($"classes/{code}.json: telemetry '{name}' is not in catalogue/quantities.json.");

    private static IEnumerable<JsonElement> Named(JsonElement[] contents, string type) => contents.Where(c => IsOfType(c, type));

    private static bool IsOfType(JsonElement content, string type)
    {
        var types = content.GetProperty("@type");
        return types.ValueKind == JsonValueKind.Array
            ? types.EnumerateArray().Any(t => t.ValueEquals(type))
            : types.ValueEquals(type);
    }

    private static bool IsEvent(JsonElement telemetry) =>
        telemetry.GetProperty("schema") is { ValueKind: JsonValueKind.Object } schema && schema.GetProperty("@type").ValueEquals("Object");

    private static string NameOf(JsonElement content) => content.GetProperty("name").GetString()!;

    private static string EventOf(JsonElement content) =>
        NameOf(content) is { } name && name.EndsWith(EventSuffix, StringComparison.Ordinal) ? name[..^EventSuffix.Length] : NameOf(content);
}
