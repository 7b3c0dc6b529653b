using System.Text.Json;
using MessagePack;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>Folds a bundle's log by the bundle's packs and compares what comes of it with what the bundle says: hashes, measures, explanations, evidence.</summary>
internal static class LineageCheck
{
    /// <summary>Every indicator; empty when the log cannot be folded, and then a finding says why.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="read">A file of the bundle that is what the manifest says; null for another.</param>
    /// <param name="findings">Takes what does not fit.</param>
    internal static IReadOnlyList<IndicatorVerdict> Run(BundleManifest manifest, Func<string, byte[]?> read, List<BundleFinding> findings)
    {
        string[] needed = [DossierPaths.Log, DossierPaths.Classes, DossierPaths.Score, DossierPaths.Explanations, .. manifest.Score.FromPosition > 0 ? [DossierPaths.State] : Array.Empty<string>()];
        foreach (var path in needed.Where(p => read(p) is null))
            findings.Add(new BundleFinding(path, 0, manifest.Files.FirstOrDefault(f => f.Path == path)?.Bytes ?? 0, "The scores cannot be recomputed without this file."));
        if (needed.Any(p => read(p) is null))
            return [];
        var fault = UsePacks(manifest, read);
        if (fault.Length == 0)
            fault = BundledClass.Admit(read(DossierPaths.Classes)!);
        if (fault.Length > 0)
        {
            findings.Add(new BundleFinding(DossierPaths.StandardPacks, 0, 0, $"Packs or classes cannot be used: {fault}"));
            return [];
        }

        try
        {
            var state = Fold(manifest, read);
            if (ScoreFiles.Of(state) is not { } derived)
                throw new InvalidDataException($"the log leads to no score by {manifest.Score.Pack}.");
            return Compare(manifest, read, state, derived, findings);
        }
        catch (Exception damage) when (damage is InvalidDataException or MessagePackSerializationException or JsonException or ArgumentException)
        {
            findings.Add(new BundleFinding(DossierPaths.Log, 0, manifest.Files.First(static f => f.Path == DossierPaths.Log).Bytes, $"The log cannot be folded: {damage.Message}"));
            return [];
        }
    }

    /// <summary>All packs of the cloud that made it, as history is kept for all of them.</summary>
    private static string UsePacks(BundleManifest manifest, Func<string, byte[]?> read)
    {
        var packs = new List<StandardPack>();
        foreach (var file in manifest.Files.Where(static f => f.Path.StartsWith(DossierPaths.StandardPacks, StringComparison.Ordinal)))
        {
            if (read(file.Path) is not { } bytes)
                return $"{file.Path} is not what the manifest says.";
            var (pack, faults) = PackReader.Read(bytes);
            if (pack is null)
                return $"{file.Path}: {faults[0]}";
            packs.Add(pack);
        }

        if (packs.Find(p => p.Name == manifest.Score.Pack) is not { } own || own.Hash != manifest.Score.PackHash)
            return $"the pack {manifest.Score.Pack} with the hash {manifest.Score.PackHash} is not in the bundle.";
        if (!packs.Select(static p => p.Hash).SequenceEqual(ScoringPacks.Current.All.Select(static p => p.Hash)))
            ScoringPacks.Use(packs);
        return "";
    }

    private static CommunityState Fold(BundleManifest manifest, Func<string, byte[]?> read)
    {
        var (score, changes) = (manifest.Score, new FoldChanges());
        var state = score.FromPosition > 0 ? CommunitySnapshot.Read(read(DossierPaths.State)!) : new CommunityState(manifest.Project);
        if (state.Community != manifest.Project || state.Position != score.FromPosition)
            throw new InvalidDataException($"the state beside the log is of {state.Community} at position {state.Position}, the manifest says {manifest.Project} at {score.FromPosition}.");
        foreach (var entry in LineageLog.Read(read(DossierPaths.Log)!))
        {
            if (entry.Position != state.Position + 1)
                throw new InvalidDataException($"it jumps from position {state.Position} to {entry.Position}.");
            CommunityFold.Apply(state, entry, changes);
            changes.Clear();
        }

        return state.Position == score.ToPosition ? state : throw new InvalidDataException($"it ends at position {state.Position}, not at {score.ToPosition}.");
    }

    private static List<IndicatorVerdict> Compare(BundleManifest manifest, Func<string, byte[]?> read, CommunityState state, ScoreFiles derived, List<BundleFinding> findings)
    {
        var said = JsonSerializer.Deserialize<CommunityScore>(read(DossierPaths.Score)!, ScoreFiles.Json) ?? throw new JsonException($"{DossierPaths.Score} is null.");
        var explained = JsonSerializer.Deserialize<Dictionary<string, MeasureExplanation>>(read(DossierPaths.Explanations)!, ScoreFiles.Json) ?? throw new JsonException($"{DossierPaths.Explanations} is null.");
        Check(manifest.Score.InputHash, derived.Score.InputHash, "input hash");
        Check(manifest.Score.ResultHash, derived.Score.ResultHash, "result hash");
        Check(Text(manifest.Score.Total), Text(derived.Score.Total), "total");
        Check(Text(manifest.Score.AcceptancePoints), Text(derived.Score.AcceptancePoints), "acceptance points");
        Check(manifest.Score.Verdict.ToString(), derived.Score.Verdict.ToString(), "verdict");
        Check(Line(said), Line(derived.Shown), "totals and gates");
        findings.AddRange(Evidence(manifest, state, derived.Scorer.Pack));
        var measures = said.Measures.ToDictionary(static m => m.Id, StringComparer.Ordinal);
        return
        [
            .. derived.Shown.Scenarios.Zip(derived.Scorer.Pack.Scenarios).SelectMany(s => s.First.Indicators.Zip(s.Second.Indicators).Select(i =>
            {
                var differences = Differences(i.First, measures, explained, derived).ToList();
                return new IndicatorVerdict(i.First.Code, new SmartCommunity.Programme.Words(i.Second.Title.Zh, i.Second.Title.En), s.First.IsStandard, differences.Count == 0, i.First.Points, i.First.MaxPoints, differences);
            })),
        ];

        void Check(string expected, string found, string what)
        {
            if (expected != found)
                findings.Add(new BundleFinding(DossierPaths.Score, 0, manifest.Files.First(static f => f.Path == DossierPaths.Score).Bytes, $"The {what} is said to be {expected}; log and pack give {found}."));
        }
    }

    private static IEnumerable<string> Differences(IndicatorScore indicator, Dictionary<string, MeasureScore> said, Dictionary<string, MeasureExplanation> explained, ScoreFiles derived)
    {
        foreach (var measure in indicator.Measures)
        {
            if (!said.TryGetValue(measure.Id, out var claimed))
                yield return $"{measure.Id} is not in the bundle's score";
            else if (claimed != measure)
                yield return $"{measure.Id} is said to give {claimed.Points} points ({claimed.State}, value {claimed.Value}); log and pack give {measure.Points} ({measure.State}, value {measure.Value})";
            else if (!explained.TryGetValue(measure.Id, out var text) || JsonSerializer.Serialize(text, ScoreFiles.Json) != JsonSerializer.Serialize(derived.Explanations[measure.Id], ScoreFiles.Json))
                yield return $"the explanation of {measure.Id} is not the one that log and pack give";
        }
    }

    /// <summary>Accepted evidence is in the bundle, with the very hash that the log has: all of it, or what the one measure counts.</summary>
    private static IEnumerable<BundleFinding> Evidence(BundleManifest manifest, CommunityState state, StandardPack pack)
    {
        if (manifest.Measure is { } measure && pack.Scenarios.SelectMany(static s => s.Indicators).SelectMany(static i => i.Measures).All(m => m.Id != measure))
            return [new BundleFinding(BundleManifest.ManifestPath, 0, 0, $"It is said to prove {measure}, which {pack.Name} does not have.")];
        var files = manifest.Files.ToLookup(static f => f.Sha256, StringComparer.Ordinal);
        return MeasureEvidence.Of(state, pack, manifest.Measure).Where(e => !files[e.Sha256].Any(static f => f.Path.StartsWith(DossierPaths.EvidenceFolder, StringComparison.Ordinal)))
            .Select(static e => new BundleFinding(DossierPaths.Evidence, 0, 0, $"The accepted evidence {e.Id} '{e.Title}' is not in the bundle (SHA-256 {e.Sha256})."));
    }

    private static string Line(CommunityScore score) =>
        $"{Text(score.Total)} {Text(score.AcceptancePoints)} {score.Verdict} gates [{string.Join(' ', score.GateFailures)}] vetoes [{string.Join(' ', score.Vetoes)}] {score.InputHash} {score.ResultHash}";

    private static string Text(double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
