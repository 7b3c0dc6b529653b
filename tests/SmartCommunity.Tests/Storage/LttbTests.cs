using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Storage;

public sealed class LttbTests
{
    private static List<SeriesPoint> Points(IEnumerable<double> values) => [.. values.Select((v, i) => new SeriesPoint(i * 1_000, 0, v, Quality.Good))];

    [Fact]
    public void Points_kept_are_points_given_in_order_with_both_ends_and_as_many_as_wanted() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<NormalFloat[]>(),
            ArbMap.Default.ArbFor<PositiveInt>(),
            (values, wanted) =>
            {
                var points = Points(values.Select(v => v.Get % 1e6));
                var kept = Lttb.Downsample(points, wanted.Get);
                var ends = wanted.Get < 2 || points.Count == 0 || (kept[0] == points[0] && kept[^1] == points[^1]);
                var inOrder = kept.Zip(kept.Skip(1)).All(p => p.First.AtMs < p.Second.AtMs);
                return kept.Count == Math.Min(points.Count, wanted.Get) && kept.All(points.Contains) && inOrder && ends;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_point_is_kept_of_each_bucket()
    {
        var kept = Lttb.Downsample(Points(Enumerable.Range(0, 12).Select(i => (double)(i * i % 7))), 7);

        Assert.Equal([0, 11], [kept[0].AtMs / 1_000, kept[^1].AtMs / 1_000]);
        Assert.Equal([0, 1, 2, 3, 4], kept.Skip(1).Take(5).Select(p => ((p.AtMs / 1_000) - 1) / 2));
    }

    [Fact]
    public void The_largest_triangle_wins()
    {
        var kept = Lttb.Downsample(Points([0, 1, -9, 2, 0, 0, 8, 0, 0]), 4);

        Assert.Equal([0, -9, 8, 0], kept.Select(p => p.Value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_flat_line_stays_flat_with_few_points(int wanted) =>
        Assert.Equal(wanted, Lttb.Downsample(Points(Enumerable.Repeat(5.0, 10)), wanted).Count);

    [Fact]
    public void Less_than_one_point_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Lttb.Downsample([], 0));
}
