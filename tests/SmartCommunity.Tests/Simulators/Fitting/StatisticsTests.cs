using SmartCommunity.Simulators.Fitting;

namespace SmartCommunity.Tests.Simulators.Fitting;

public sealed class StatisticsTests
{
    [Fact]
    public void A_quantile_lies_between_order_statistics() => Assert.Equal(2.5, Statistics.Quantile([4, 1, 3, 2], 0.5));

    [Fact]
    public void A_quantile_of_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>("values", () => Statistics.Quantile([], 0.5));

    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 3, 2, 1 }, 0)]
    [InlineData(new double[] { 1, 2 }, new double[] { 3, 4 }, 1)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 2, 3, 4, 5 }, 0.25)]
    public void Kolmogorovs_distance_is_the_largest_gap_of_the_distribution_functions(double[] one, double[] other, double distance) =>
        Assert.Equal(distance, Statistics.Kolmogorov(one, other));

    [Fact]
    public void Least_squares_finds_a_line_that_is_there()
    {
        var line = Statistics.LeastSquares([[1, 0], [1, 1], [1, 2]], [3, 5, 7]);

        Assert.Equal([3, 2], line.Select(v => Math.Round(v, 9)));
    }
}
