using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Live;

/// <summary>
/// The score of one community as the feed shows it; summary and measures each with the version of their last change. A score whose instant alone moved on is no change. Keeps the score itself, which its community
/// has in any case, and draws what is shown when somebody asks. Protected by the lock of its feed.
/// </summary>
internal sealed class FeedScore(string community)
{
    private CommunityScore? _shown;
    private bool _hasShown;
    private long[] _versions = []; // Of the measures, in the standard's order.
    private long _version;
    private long _summaryVersion;

    /// <summary>Takes over a score; null: the community has none any more. True when there is something new to show.</summary>
    internal bool Update(CommunityScore? score, long version)
    {
        if (score is null && _shown is null)
            return false;
        var hasChanged = NoteMeasures(score, version);
        if (!_hasShown || !SameSummary(SummaryOf(_shown), SummaryOf(score)))
            _summaryVersion = version;
        (_shown, _hasShown) = (score, true);
        if (_summaryVersion != version && !hasChanged)
            return false;
        _version = version;
        return true;
    }

    /// <summary>What changed after a version; 0 = all of it. Without <paramref name="withMeasures"/> only what an area of several communities shows.</summary>
    internal LiveScore? ViewSince(long version, bool withMeasures)
    {
        if (!_hasShown || (withMeasures ? _version : _summaryVersion) <= version)
            return null;
        var summary = SummaryOf(_shown);
        return withMeasures && _shown is { } score ? summary with { Measures = [.. score.Measures.Where((_, i) => _versions[i] > version).Select(ViewOf)] } : summary;
    }

    /// <summary>True when a measure looks otherwise than before.</summary>
    private bool NoteMeasures(CommunityScore? score, long version)
    {
        // Under another pack every measure is new; under the same they are the same, in its order.
        var known = _shown?.Pack == score?.Pack ? _shown!.Measures.ToArray() : [];
        var measures = score?.Measures.ToArray() ?? [];
        Array.Resize(ref _versions, measures.Length);
        var hasChanged = false;
        for (var i = 0; i < measures.Length; i++)
        {
            if (i < known.Length && (measures[i] == known[i] || ViewOf(measures[i]) == ViewOf(known[i])))
                continue;
            _versions[i] = version;
            hasChanged = true;
        }

        return hasChanged;
    }

    private static bool SameSummary(LiveScore a, LiveScore b) =>
        a.Scenarios.SequenceEqual(b.Scenarios)
        && (a.Pack, a.Total, a.AcceptancePoints, a.Verdict, a.GateFailures) == (b.Pack, b.Total, b.AcceptancePoints, b.Verdict, b.GateFailures);

    private LiveScore SummaryOf(CommunityScore? score) => score is null
        ? new() { Community = community, Pack = "", Position = 0, InstantMs = 0, Total = 0, AcceptancePoints = 0, Verdict = WireName.Of(Verdict.NotReady), GateFailures = 0, ResultHash = "" }
        : new()
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
        };

    private static LiveMeasure ViewOf(MeasureScore whole) => ViewOfShown(Suppression.Hide(whole));

    private static LiveMeasure ViewOfShown(MeasureScore measure) => new()
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
