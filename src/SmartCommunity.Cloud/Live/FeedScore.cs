using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Live;

/// <summary>
/// The score of one community as the feed shows it; summary and measures each with the version of their last change. A score whose instant alone moved on is no change.
/// Protected by the lock of its feed.
/// </summary>
internal sealed class FeedScore(string community)
{
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private LiveScore? _shown;
    private long _version;
    private long _summaryVersion;

    /// <summary>Takes over a score; null: the community has none any more. True when there is something new to show.</summary>
    internal bool Update(CommunityScore? score, long version)
    {
        if (score is null && _shown is null or { Pack: "" })
            return false;
        var next = score is null ? None() : ViewOf(score);
        // Under another pack every measure is new.
        var known = _shown?.Pack == next.Pack ? _shown.Measures.ToDictionary(static m => m.Id, StringComparer.Ordinal) : [];
        var changed = next.Measures.Where(m => known.GetValueOrDefault(m.Id) != m).Select(static m => m.Id).ToArray();
        if (known.Count == 0)
            _versions.Clear();
        foreach (var measure in changed)
            _versions[measure] = version;
        if (_shown is null || !SameSummary(_shown, next))
            _summaryVersion = version;
        _shown = next;
        if (_summaryVersion != version && changed.Length == 0)
            return false;
        _version = version;
        return true;
    }

    /// <summary>What changed after a version; 0 = all of it. Without <paramref name="withMeasures"/> only what an area of several communities shows.</summary>
    internal LiveScore? ViewSince(long version, bool withMeasures)
    {
        if (_shown is null || (withMeasures ? _version : _summaryVersion) <= version)
            return null;
        return _shown with { Measures = withMeasures ? [.. _shown.Measures.Where(m => _versions[m.Id] > version)] : [] };
    }

    private static bool SameSummary(LiveScore a, LiveScore b) =>
        a.Scenarios.SequenceEqual(b.Scenarios)
        && (a.Pack, a.Total, a.AcceptancePoints, a.Verdict, a.GateFailures) == (b.Pack, b.Total, b.AcceptancePoints, b.Verdict, b.GateFailures);

    private LiveScore None() => new()
    {
        Community = community, Pack = "", Position = 0, InstantMs = 0, Total = 0, AcceptancePoints = 0, Verdict = WireName.Of(Verdict.NotReady), GateFailures = 0, ResultHash = "",
    };

    private static LiveScore ViewOf(CommunityScore score) => new()
    {
        Community = score.Community,
        Pack = score.Pack,
        Position = score.Position,
        InstantMs = score.InstantMs,
        Total = score.Total,
        AcceptancePoints = score.AcceptancePoints,
        Verdict = WireName.Of(score.Verdict),
        GateFailures = score.GateFailures.Count,
        ResultHash = score.ResultHash,
        Scenarios = [.. score.Scenarios.Select(static s => new LiveScenario(s.Code, s.Share, s.Points))],
        Measures = [.. score.Measures.Select(Suppression.Hide).Select(ViewOf)],
    };

    private static LiveMeasure ViewOf(MeasureScore measure) => new()
    {
        Id = measure.Id,
        State = WireName.Of(measure.State),
        Reason = measure.Reason,
        IsHidden = measure.IsSuppressed,
        Value = measure.Value,
        Points = measure.Points,
        PointsLost = measure.IsSuppressed ? 0 : measure.PointsLost,
        Coverage = measure.Coverage,
        Badge = WireName.Of(measure.Badge),
        AsOfMs = measure.AsOfMs,
    };
}
