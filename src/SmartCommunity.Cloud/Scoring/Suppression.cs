using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>
/// What leaves the cloud of a share of fewer residents than may be shown: neither its value, nor the share and points that tell it. Scenarios and totals count it, and hashes are those of
/// the whole score.
/// </summary>
internal static class Suppression
{
    internal static CommunityScore Hide(CommunityScore score) => score.Measures.Any(static m => m.IsSuppressed)
        ? score with { Scenarios = [.. score.Scenarios.Select(static s => s with { Indicators = [.. s.Indicators.Select(Hide)] })] }
        : score;

    internal static MeasureScore Hide(MeasureScore measure) => measure.IsSuppressed ? measure with { Value = null, Share = 0, Points = 0 } : measure;

    internal static LostPoints[] Hide(IReadOnlyList<LostPoints> lost, CommunityScore score)
    {
        var hidden = score.Measures.Where(static m => m.IsSuppressed).Select(static m => m.Id).ToHashSet(StringComparer.Ordinal);
        return [.. lost.Select(l => hidden.Contains(l.Measure) ? l with { Points = 0 } : l)];
    }

    // The points of an indicator of one measure are the measure's.
    private static IndicatorScore Hide(IndicatorScore indicator) => indicator.Measures.Any(static m => m.IsSuppressed)
        ? indicator with { Share = 0, Points = 0, Measures = [.. indicator.Measures.Select(Hide)] }
        : indicator;
}
