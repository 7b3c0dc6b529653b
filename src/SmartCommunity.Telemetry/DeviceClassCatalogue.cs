using System.Collections.Frozen;
using System.Text.Json;
using SmartCommunity.Telemetry.Dtdl;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry;

/// <summary>
/// Device classes by code. Immutable and thread-safe. <see cref="Default"/> holds those built into this version, out of the embedded DTDL v3 interfaces
/// (<c>classes/*.json</c>) and what DTDL has no word for (<c>catalogue/classes.json</c>). <see cref="Current"/> holds those and the imported ones: one snapshot a process,
/// swapped whole, so a reader sees all of an import or nothing of it. A class that a device has is never changed (decision 0016), so whoever holds one may keep it.
/// </summary>
public sealed class DeviceClassCatalogue
{
    private readonly FrozenDictionary<string, DeviceClass> _byCode;
    private readonly FrozenDictionary<string, ClassTable> _tables;
    private readonly FrozenDictionary<string, ImportedClass> _imported;

    /// <summary>A catalogue of these classes, ordered by code; a code may not come twice.</summary>
    public DeviceClassCatalogue(IEnumerable<DeviceClass> classes)
        : this(classes, [])
    {
    }

    private DeviceClassCatalogue(IEnumerable<DeviceClass> classes, IReadOnlyCollection<ImportedClass> imported)
    {
        ArgumentNullException.ThrowIfNull(classes);
        All = [.. classes.Concat(imported.Select(static i => i.Class)).OrderBy(static c => c.Code, StringComparer.Ordinal)];
        _byCode = All.ToFrozenDictionary(static c => c.Code, StringComparer.Ordinal);
        _tables = All.ToFrozenDictionary(static c => c.Code, static c => new ClassTable(c.Code, c), StringComparer.Ordinal);
        _imported = imported.ToFrozenDictionary(static i => i.Class.Code, StringComparer.Ordinal);
    }

    /// <summary>The classes built into this version.</summary>
    public static DeviceClassCatalogue Default { get; } = Load();

    private static readonly Lock Gate = new();

    // Below Default: fields are set in the order they stand in. Gate protects the swap; readers need none.
    private static volatile DeviceClassCatalogue _current = Default;

    /// <summary>The classes built in and those imported, as they are now. Ask once and keep the answer for one piece of work.</summary>
    public static DeviceClassCatalogue Current => _current;

    /// <summary>Every class, by code.</summary>
    public IReadOnlyList<DeviceClass> All { get; }

    /// <summary>
    /// Takes imported classes into <see cref="Current"/>. One with the code of an imported class takes its place; one that is the same changes nothing, not even the
    /// instance. Throws <see cref="ArgumentException"/> for the code of a built-in class.
    /// </summary>
    public static void Admit(IEnumerable<ImportedClass> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        lock (Gate)
        {
            var imported = new Dictionary<string, ImportedClass>(_current._imported, StringComparer.Ordinal);
            var changed = false;
            foreach (var one in classes)
            {
                if (Default.Find(one.Class.Code) is not null)
                    throw new ArgumentException($"Class '{one.Class.Code}' is built in; an imported class needs another code.", nameof(classes));
                if (imported.TryGetValue(one.Class.Code, out var known) && known.IsSameAs(one))
                    continue;
                imported[one.Class.Code] = one;
                changed = true;
            }

            if (changed)
                _current = new DeviceClassCatalogue(Default.All, imported.Values);
        }
    }

    /// <summary>Takes an imported class out of <see cref="Current"/>; an unknown code changes nothing.</summary>
    public static void Withdraw(string code)
    {
        lock (Gate)
        {
            if (_current._imported.ContainsKey(code))
                _current = new DeviceClassCatalogue(Default.All, [.. _current._imported.Values.Where(i => i.Class.Code != code)]);
        }
    }

    /// <summary>The class of that code, or null.</summary>
    public DeviceClass? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The imported class of that code with where it comes from; null for a built-in or an unknown one.</summary>
    public ImportedClass? FindImported(string code) => _imported.GetValueOrDefault(code);

    /// <summary>The DTDL v3 interface of a class as it is in the file, or as it was imported. Throws <see cref="ArgumentException"/> for an unknown code.</summary>
    public string InterfaceOf(string code)
    {
        if (FindImported(code) is { } imported)
            return imported.InterfaceJson;
        return Default.Find(code) is null ? throw new ArgumentException($"Class '{code}' is not in the device catalogue.", nameof(code)) : InterfaceJson(code);
    }

    /// <summary>The DTDL v3 interface of a built-in class as it is in the file.</summary>
    public static string InterfaceJson(string code)
    {
        using var reader = new StreamReader(Embedded.Open($"classes/{code}.json"));
        return reader.ReadToEnd();
    }

    internal ClassTable? TableOf(string code) => _tables.GetValueOrDefault(code);

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
