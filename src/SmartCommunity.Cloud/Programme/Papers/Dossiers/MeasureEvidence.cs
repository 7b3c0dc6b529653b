using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>What people entered for one measure, or for all. Pure.</summary>
internal static class MeasureEvidence
{
    /// <summary>The accepted evidence of the kinds a measure asks for; all of it without one.</summary>
    internal static IReadOnlyList<LoggedEvidence> Of(CommunityState state, StandardPack pack, string? measure)
    {
        var kinds = measure is null ? null : Asked(state, pack, measure, AskedKind.Evidence);
        return [.. state.Facts.Evidence.Values.Where(e => e.State == EvidenceState.Accepted && kinds?.Contains(e.Kind) != false)];
    }

    /// <summary>Who handed in that evidence, and who entered the facts and records the measure asks for.</summary>
    internal static IReadOnlyList<string> EnteredBy(CommunityState state, StandardPack pack, string measure)
    {
        var (facts, records) = (Asked(state, pack, measure, AskedKind.Fact), Asked(state, pack, measure, AskedKind.Record));
        return
        [
            .. Of(state, pack, measure).Select(static e => e.SubmittedBy).Concat(state.Facts.Facts.Values.Where(f => !f.Removed && facts.Contains(f.Code)).Select(static f => f.EnteredBy))
                .Concat(state.Facts.Records.Values.Where(r => !r.Removed && records.Contains(r.Kind)).Select(static r => r.EnteredBy)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    private static HashSet<string> Asked(CommunityState state, StandardPack pack, string measure, AskedKind kind) =>
        AskedInputs.Of(pack, state.Facts.Standing?.ProjectType).Where(a => a.Kind == kind && a.Measures.Contains(measure, StringComparer.Ordinal)).Select(static a => a.Code).ToHashSet(StringComparer.Ordinal);
}
