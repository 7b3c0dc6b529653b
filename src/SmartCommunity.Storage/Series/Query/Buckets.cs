namespace SmartCommunity.Storage.Series;

/// <summary>Equal buckets over a range, for downsampling: bucket n begins at <see cref="FromMs"/> + n · <see cref="WidthMs"/>.</summary>
internal readonly record struct Buckets(long FromMs, long WidthMs)
{
    /// <summary>As many buckets as points are wanted.</summary>
    public static Buckets Over(long fromMs, long toMs, int count) => new(fromMs, Math.Max(1, (toMs - fromMs + count - 1) / count));

    /// <summary>Half as many: each gives two points.</summary>
    public static Buckets ForMinMax(long fromMs, long toMs, int maxPoints) => Over(fromMs, toMs, Math.Max(1, maxPoints / 2));

    public long IndexOf(long atMs) => (atMs - FromMs) / WidthMs;

    public long StartMs(long index) => FromMs + (index * WidthMs);
}
