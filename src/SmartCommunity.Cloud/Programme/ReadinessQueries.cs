using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Cloud.Programme;

/// <summary>How ready a community is for acceptance, from its live score and its evidence. Thread-safe.</summary>
public sealed class ReadinessQueries(ScoreBoard scores, PackLibrary packs, EvidenceQueue evidence)
{
    /// <summary>The readiness of a community on a day; null while it is not scored.</summary>
    public async Task<Readiness?> OfAsync(string community, DateOnly today, CancellationToken cancellationToken)
    {
        if (scores.Latest(community) is not { } score || packs.Find(score.Pack) is not { } pack)
            return null;
        var measures = score.Measures.ToDictionary(m => m.Id, StringComparer.Ordinal);
        IEnumerable<ReadinessItem> items =
        [
            .. score.GateFailures.Select(id => Binding(measures[id])),
            .. score.Vetoes.Select(code => new ReadinessItem(code, ReadinessKind.Veto, new Words($"一票否决项“{code}”成立。", $"The veto '{code}' stands."))),
            .. await ExpiringAsync(community, cancellationToken),
        ];
        return new Readiness(today, score.Pack, score.AcceptancePoints, pack.Scoring.PassMark, [.. items]);
    }

    private static ReadinessItem Binding(MeasureScore measure) => measure.State == MeasureState.Scored
        ? new ReadinessItem(measure.Id, ReadinessKind.BindingAtZero, new Words($"约束性指标 {measure.Id} 得分为 0。", $"The binding measure {measure.Id} has no points."))
        : new ReadinessItem(
            measure.Id, ReadinessKind.BindingMissing,
            new Words($"约束性指标 {measure.Id} {(measure.State == MeasureState.Stale ? "数据过期" : "缺数据")}（{measure.Reason}）。", $"The binding measure {measure.Id} is {(measure.State == MeasureState.Stale ? "stale" : "missing")} ({measure.Reason})."));

    private async Task<IEnumerable<ReadinessItem>> ExpiringAsync(string community, CancellationToken cancellationToken)
    {
        var expiring = await evidence.ListAsync(community, street: null, null, EvidenceQueue.Expiring, 1, Paging.MaxSize, cancellationToken);
        return expiring.Items.SelectMany(e => e.Measures.DefaultIfEmpty(e.Evidence.Kind), (e, measure) => new ReadinessItem(
            measure, ReadinessKind.EvidenceExpiring, new Words($"佐证“{e.Evidence.Title}”将于 {e.CountsUntil:yyyy-MM-dd} 到期。", $"The evidence '{e.Evidence.Title}' expires on {e.CountsUntil:yyyy-MM-dd}."), e.CountsUntil));
    }
}
