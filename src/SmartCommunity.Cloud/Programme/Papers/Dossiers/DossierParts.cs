using System.Text.Json;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>What every bundle holds that proves a score: the score, its log, the packs, the facts. Pure.</summary>
internal static class DossierParts
{
    internal static IEnumerable<BundleSource> Of(Lineage lineage, ScoreFiles scores, PackLibrary packs) =>
    [
        BundleSource.Of(DossierPaths.Score, scores.ScoreJsonBytes), BundleSource.Of(DossierPaths.Explanations, scores.ExplanationBytes),
        .. lineage.FromPosition > 0 ? [BundleSource.Of(DossierPaths.State, lineage.Start.ToArray())] : Array.Empty<BundleSource>(),
        BundleSource.Of(DossierPaths.Log, LineageLog.Write(lineage.Entries)), BundleSource.Of(DossierPaths.Classes, BundledClass.Write(lineage.End.Devices.Values.Select(static d => d.Class.Code))),
        .. packs.Packs.Select((p, i) => BundleSource.Of($"{DossierPaths.StandardPacks}{i + 1:00}-{p.Name}.yaml", packs.FileOf(p.Name)!.Bytes.ToArray())),
        BundleSource.Of(DossierPaths.Facts, FactsOf(lineage.End)),
    ];

    internal static BundledScore ScoreOf(Lineage lineage, ScoreRecord record, CommunityScore score) => new(
        lineage.FromPosition, record.Position, record.InstantMs, record.Pack, score.PackHash, record.InputHash, record.ResultHash, score.Total, score.AcceptancePoints, score.Verdict);

    private static byte[] FactsOf(CommunityState state) => JsonSerializer.SerializeToUtf8Bytes(
        new { state.Facts.Standing, Facts = state.Facts.Facts.Values.Where(static f => !f.Removed), Records = state.Facts.Records.Values.Where(static r => !r.Removed) }, BundleManifest.Json);
}
