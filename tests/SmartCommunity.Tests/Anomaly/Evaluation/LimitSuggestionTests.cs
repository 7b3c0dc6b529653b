using SmartCommunity.Anomaly.Evaluation;

namespace SmartCommunity.Tests.Anomaly.Evaluation;

public sealed class LimitSuggestionTests
{
    [Fact]
    public void The_limit_lies_between_the_false_ones_it_spares_and_the_first_right_one()
    {
        JudgedValue[] judged = [.. new[] { 131.0, 132, 133, 134 }.Select(v => new JudgedValue(v, false)), .. new[] { 140.0, 145, 150, 160, 170, 180 }.Select(v => new JudgedValue(v, true)), new(150, false)];

        Assert.Equal(new LimitSuggestion(137, 4, 5, 0, 6), LimitSuggestion.Of(judged, isAbove: true));
    }

    [Fact]
    public void Below_a_limit_it_is_the_mirror_image()
    {
        JudgedValue[] judged = [.. new[] { 39.0, 38, 37, 36 }.Select(v => new JudgedValue(v, false)), .. new[] { 30.0, 28, 26, 25, 24, 23 }.Select(v => new JudgedValue(v, true))];

        Assert.Equal(new LimitSuggestion(33, 4, 4, 0, 6), LimitSuggestion.Of(judged, isAbove: false));
    }

    [Fact]
    public void Nothing_is_suggested_from_few_judgements_nor_where_it_would_spare_little_nor_without_a_right_one()
    {
        Assert.Null(LimitSuggestion.Of([new(1, false), new(2, true)], isAbove: true));
        Assert.Null(LimitSuggestion.Of([.. Enumerable.Range(0, 20).Select(i => new JudgedValue(i, i == 0))], isAbove: true));
        Assert.Null(LimitSuggestion.Of([.. Enumerable.Range(0, 20).Select(i => new JudgedValue(i, false))], isAbove: true));
    }

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(5, 5, 0.5655, 1)]
    [InlineData(8, 10, 0.4902, 0.9433)]
    [InlineData(0, 10, 0, 0.2775)]
    public void The_interval_of_a_share_is_wilsons(int part, int all, double low, double high)
    {
        var interval = ShareInterval.Of(part, all);

        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
        Assert.Equal(all == 0 ? null : (double)part / all, interval.Share);
    }
}
