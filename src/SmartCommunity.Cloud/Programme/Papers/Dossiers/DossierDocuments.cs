using System.Text.Json;
using SmartCommunity.Cloud.Facts;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>Collects documents on their way into a bundle, each checked against its hash; a fault for each that is missing or damaged on disk.</summary>
internal sealed class DossierDocuments(EvidenceFiles files)
{
    private const string EvidenceMissing = "evidence";

    private readonly List<BundleSource> _sources = [];
    private readonly List<Fault> _faults = [];

    /// <summary>What was collected, or every fault.</summary>
    internal Outcome<List<BundleSource>> Sources => _faults.Count > 0 ? _faults.ToArray() : _sources;

    /// <summary>Evidence and its index.</summary>
    internal void AddEvidence(IEnumerable<LoggedEvidence> evidence)
    {
        var accepted = evidence.ToList();
        _sources.Add(BundleSource.Of(DossierPaths.Evidence, JsonSerializer.SerializeToUtf8Bytes(accepted.Select(static e => new { Path = PathOf(e), Evidence = e }), BundleManifest.Json)));
        foreach (var one in accepted)
            Add(PathOf(one), one.Sha256, one.Title);
    }

    internal void Add(string path, string sha256, string title)
    {
        using var content = files.Open(sha256);
        if (content is null)
            _faults.Add(new Fault(FaultKind.Unavailable, EvidenceMissing, $"The document '{title}' (SHA-256 {sha256}) is missing or damaged on disk; restore it from a backup."));
        else
            _sources.Add(new BundleSource(Unused(path), content.Length, () => files.Open(sha256) ?? throw new FileNotFoundException($"The document '{title}' was there a moment ago.")));
    }

    /// <summary>A stranger's file name as a name in any folder.</summary>
    internal static string SafeName(string name)
    {
        const int most = 80; // Bytes of a path are few in old programs.
        var safe = string.Concat(name.Select(static c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')).TrimStart('.');
        return safe.Length == 0 ? "document" : safe.Length > most ? safe[^most..] : safe;
    }

    private static string PathOf(LoggedEvidence evidence) => $"{DossierPaths.EvidenceFolder}{evidence.Id}/{SafeName(evidence.FileName)}";

    // Two titles may have one file name.
    private string Unused(string path)
    {
        var unused = path;
        for (var n = 2; _sources.Exists(s => s.Path == unused); n++)
            unused = $"{Path.GetDirectoryName(path)!.Replace('\\', '/')}/{n}-{Path.GetFileName(path)}";
        return unused;
    }
}
