using System.Collections.Frozen;
using System.Text.Json;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Telemetry;

/// <summary>
/// Device classes by code. Immutable and thread-safe. <see cref="Default"/> holds those built into this version, out of the embedded DTDL v3 interfaces
/// (<c>classes/*.json</c>) and what DTDL has no word for (<c>catalogue/classes.json</c>).
/// </summary>
public sealed class DeviceClassCatalogue
{
    private readonly FrozenDictionary<string, DeviceClass> _byCode;

    /// <summary>A catalogue of these classes, ordered by code; a code may not come twice.</summary>
    public DeviceClassCatalogue(IEnumerable<DeviceClass> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        All = [.. classes.OrderBy(static c => c.Code, StringComparer.Ordinal)];
        _byCode = All.ToFrozenDictionary(static c => c.Code, StringComparer.Ordinal);
    }

    /// <summary>The classes built into this version.</summary>
    public static DeviceClassCatalogue Default { get; } = Load();

    /// <summary>Every class, by code.</summary>
    public IReadOnlyList<DeviceClass> All { get; }

    /// <summary>The class of that code, or null.</summary>
    public DeviceClass? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The DTDL v3 interface of a built-in class as it is in the file.</summary>
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
        return new DeviceClassCatalogue(traits.Select(ReadFile));
    }

    private static DeviceClass ReadFile(DeviceClassTraits traits)
    {
        var document = DtdlReader.Read(System.Text.Encoding.UTF8.GetBytes(InterfaceJson(traits.Code)));
        if (document.Interfaces is not [var model])
            throw new InvalidDataException($"classes/{traits.Code}.json is no interface: {string.Join(' ', document.Faults)}");
        var reading = DeviceClassReader.Read(model, traits, QuantityCatalogue.Default);
        return reading.Class ?? throw new InvalidDataException($"classes/{traits.Code}.json is no device class: {string.Join(' ', reading.Faults)}");
    }
}
