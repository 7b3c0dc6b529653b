namespace SmartCommunity.Anomaly.Detectors;

/// <summary>
/// This one against its like: a meter against the median of its building, a lot against the lots of its operator. What happens to all at once (a hot day, an outage of the source) cancels; what happens to one
/// stands out. The difference is a series like any other and goes into a detector of its own. Pure.
/// </summary>
public static class PeerComparison
{
    /// <summary>Fewest peers that have a median worth the name.</summary>
    public const int LeastPeers = 2;

    /// <summary>The value less the median of its peers at the same time; null where fewer than <see cref="LeastPeers"/> are finite, or the value itself is not.</summary>
    public static double? Difference(double own, ReadOnlySpan<double> peers)
    {
        var finite = new double[peers.Length];
        var count = 0;
        foreach (var peer in peers)
        {
            if (double.IsFinite(peer))
                finite[count++] = peer;
        }
        if (count < LeastPeers || !double.IsFinite(own))
            return null;
        Array.Sort(finite, 0, count);
        return own - (finite[(count - 1) / 2] / 2 + finite[count / 2] / 2);
    }
}
