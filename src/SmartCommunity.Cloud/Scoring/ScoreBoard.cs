using System.Collections.Concurrent;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>The latest score of each community, as its grain last told it. Thread-safe.</summary>
public sealed class ScoreBoard
{
    private readonly ConcurrentDictionary<string, CommunityScore> _scores = new(StringComparer.Ordinal);

    /// <summary>A community's code, after its score changed or went. Raised on the grain's thread: take notice and return.</summary>
    public event Action<string>? Changed;

    /// <summary>The score of a community; null while it has no standing.</summary>
    public CommunityScore? Latest(string community) => _scores.GetValueOrDefault(community);

    internal void Publish(string community, CommunityScore? score)
    {
        if (score is null)
        {
            if (!_scores.TryRemove(community, out _))
                return;
        }
        else if (_scores.TryGetValue(community, out var known) && known.ResultHash == score.ResultHash)
        {
            return;
        }
        else
        {
            _scores[community] = score;
        }

        Changed?.Invoke(community);
    }
}
