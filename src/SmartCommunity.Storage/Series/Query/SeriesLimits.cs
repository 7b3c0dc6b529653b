namespace SmartCommunity.Storage.Series;

/// <summary>Numbers both stores go by.</summary>
internal static class SeriesLimits
{
    /// <summary>Above this many points, LTTB picks from the smallest and largest point of fine buckets (MinMaxLTTB, Van Der Donckt 2023), so that memory stays bounded.</summary>
    public const int LttbExactPoints = 200_000;

    /// <summary>Preselected points for each point wanted; the paper finds no visible difference from 4 on.</summary>
    private const int LttbPreselection = 8;

    /// <summary>Most points that LTTB picks from as they are.</summary>
    public static long ExactPoints(int maxPoints) => Math.Max(LttbExactPoints, (long)maxPoints * LttbPreselection);

    public static Buckets Preselection(long fromMs, long toMs, int maxPoints) =>
        Buckets.ForMinMax(fromMs, toMs, (int)Math.Min((long)maxPoints * LttbPreselection, LttbExactPoints));
}
