using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cloud.Facts;

/// <summary>What may be said of one community: the definitions of its pack; of a community without a standing, those of all packs, of one code that of the newest.</summary>
internal sealed class Definitions
{
    private Definitions(string name, IReadOnlyList<StandardPack> packs)
    {
        Name = name;
        Facts = [.. packs.SelectMany(p => p.Facts).DistinctBy(f => f.Code)];
        Records = [.. packs.SelectMany(p => p.Records).DistinctBy(r => r.Code)];
        Evidence = [.. packs.SelectMany(p => p.Evidence).DistinctBy(e => e.Code)];
    }

    /// <summary>What faults call them.</summary>
    internal string Name { get; }

    internal IReadOnlyList<FactDefinition> Facts { get; }

    internal IReadOnlyList<RecordDefinition> Records { get; }

    internal IReadOnlyList<EvidenceDefinition> Evidence { get; }

    /// <summary>The definitions for a community that stands under a pack, or under none yet.</summary>
    internal static Outcome<Definitions> Of(PackLibrary library, string? pack)
    {
        if (pack is null)
            return new Definitions("any installed pack", [.. library.Packs.Reverse()]);
        return library.Find(pack) is { } found
            ? new Definitions($"pack '{pack}'", [found])
            : new Fault(FaultKind.Unavailable, "pack", $"The community stands under pack '{pack}', which is not installed; install it, or change the standing.");
    }

    internal FactDefinition? Fact(string code) => Facts.FirstOrDefault(f => f.Code == code);

    internal RecordDefinition? Record(string kind) => Records.FirstOrDefault(r => r.Code == kind);

    internal EvidenceDefinition? EvidenceKind(string kind) => Evidence.FirstOrDefault(e => e.Code == kind);

    internal Fault Unknown(string field, string what, string code, IEnumerable<string> known) =>
        new(FaultKind.NotFound, field, $"There is no {what} '{FactCheck.Short(code)}' in {Name}; there are: {Known(known)}.");

    private static string Known(IEnumerable<string> codes)
    {
        const int shown = 20;
        var all = codes.ToArray();
        return all.Length == 0 ? "none" : string.Join(", ", all.Take(shown)) + (all.Length > shown ? $" and {all.Length - shown} more" : "");
    }
}
