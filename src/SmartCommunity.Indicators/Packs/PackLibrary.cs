using System.Collections.Frozen;
using System.Reflection;

namespace SmartCommunity.Indicators.Packs;

/// <summary>A pack's file as it was found.</summary>
/// <param name="Source">Where it is from: a path, or the name of a shipped file.</param>
/// <param name="Bytes">Its content.</param>
public sealed record PackFile(string Source, ReadOnlyMemory<byte> Bytes);

/// <summary>A fault of one of a library's files.</summary>
public sealed record PackFileFault(string Source, PackFault Fault)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source}:{Fault}";
}

/// <summary>
/// Packs by name and by day of listing: those shipped with this version, and those a district added. Immutable and thread-safe. Reads no disk: whoever keeps added files hands them over. A file with
/// faults is left out and its faults are told. A pack never changes: a second file of the same name with another content is a fault, and the first stays.
/// </summary>
public sealed class PackLibrary
{
    private const string ShippedPrefix = "packs/", YamlSuffix = ".yaml";

    private readonly FrozenDictionary<string, (StandardPack Pack, PackFile File)> _byName;

    private PackLibrary(IEnumerable<PackFile> files)
    {
        var found = new Dictionary<string, (StandardPack Pack, PackFile File)>(StringComparer.Ordinal);
        var faults = new List<PackFileFault>();
        foreach (var file in files)
        {
            var (pack, own) = PackReader.Read(file.Bytes);
            faults.AddRange(own.Select(fault => new PackFileFault(file.Source, fault)));
            if (pack is not null && !found.TryAdd(pack.Name, (pack, file)) && found[pack.Name].Pack.Hash != pack.Hash)
                faults.Add(new PackFileFault(file.Source, new PackFault(1, 1, "version", $"'{pack.Name}' is in {found[pack.Name].File.Source} with another content; a pack never changes: give it another version.")));
        }

        _byName = found.ToFrozenDictionary(StringComparer.Ordinal);
        Packs = [.. found.Values.Select(static f => f.Pack).OrderBy(static p => p.ValidFrom).ThenBy(static p => p.Name, StringComparer.Ordinal)];
        Faults = faults;
    }

    /// <summary>The packs of this version alone.</summary>
    public static PackLibrary Shipped { get; } = With([]);

    /// <summary>The JSON Schema (draft 2020-12) of packs, for editors.</summary>
    public static string Schema
    {
        get
        {
            using var reader = new StreamReader(Open("packs/pack.schema.json"));
            return reader.ReadToEnd();
        }
    }

    /// <summary>Every pack, by first day, then name.</summary>
    public IReadOnlyList<StandardPack> Packs { get; }

    /// <summary>Faults of files that were left out.</summary>
    public IReadOnlyList<PackFileFault> Faults { get; }

    /// <summary>The shipped packs and these.</summary>
    public static PackLibrary With(IEnumerable<PackFile> added)
    {
        ArgumentNullException.ThrowIfNull(added);
        return new PackLibrary(ShippedFiles().Concat(added));
    }

    /// <summary>The pack <c>id@version</c>, or null.</summary>
    public StandardPack? Find(string name) => _byName.TryGetValue(name, out var found) ? found.Pack : null;

    /// <summary>The file of a pack, or null.</summary>
    public PackFile? FileOf(string name) => _byName.TryGetValue(name, out var found) ? found.File : null;

    /// <summary>
    /// The pack a community is scored against: of those in force on the day it was listed that know its project type (by code or alias), the one that came into force last; null when there is none.
    /// </summary>
    public StandardPack? InForce(DateOnly listed, string projectType) =>
        Packs.LastOrDefault(p => p.ValidFrom <= listed && (p.ValidTo is not { } last || listed <= last) && p.FindProjectType(projectType) is not null);

    /// <summary>Why a recorded score cannot be recomputed with the pack of that name: it is not here, or it is another. Null: it is the very one.</summary>
    public string? HashFault(string name, string hash) => Find(name) switch
    {
        null => $"The pack '{name}' is not here.",
        { } pack when pack.Hash != hash => $"The pack '{name}' here has the hash {pack.Hash}, not {hash}: it is not the one that was scored with.",
        _ => null,
    };

    private static IEnumerable<PackFile> ShippedFiles() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(static n => n.StartsWith(ShippedPrefix, StringComparison.Ordinal) && n.EndsWith(YamlSuffix, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(static n => new PackFile(n[ShippedPrefix.Length..], Bytes(n)));

    private static byte[] Bytes(string name)
    {
        using var stream = Open(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Stream Open(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidDataException($"The embedded file '{name}' is missing.");
}
