namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>Quantiles by the nearest rank: always a value that was there. Pure.</summary>
public static class NearestRank
{
    /// <summary>The least value that a share of all do not exceed; null: there are none.</summary>
    /// <param name="ordered">The values, in ascending order.</param>
    /// <param name="share">The share, above 0, at most 1.</param>
    public static T? Of<T>(T[] ordered, double share)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(ordered);
        return ordered.Length == 0 ? null : ordered[(int)Math.Ceiling(share * ordered.Length) - 1];
    }
}
