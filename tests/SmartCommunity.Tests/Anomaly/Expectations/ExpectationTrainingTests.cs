using System.Text;
using SmartCommunity.Anomaly.Expectations;

namespace SmartCommunity.Tests.Anomaly.Expectations;

public sealed class ExpectationTrainingTests
{
    private static readonly DateTimeOffset _at = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<ExpectationModel> _model = new(static () => Train(Wandering()));

    [Fact]
    public void Where_yesterday_tells_more_than_the_week_before_trees_are_used_and_the_file_says_by_how_much()
    {
        var model = _model.Value;

        Assert.Equal(ExpectationLearner.BoostedTrees, model.Learner);
        Assert.True(model.HeldOut.Error < 0.8 * model.HeldOut.SeasonalError, $"{model.HeldOut.Error} beside {model.HeldOut.SeasonalError}");
        Assert.Equal(["a", "b", "c"], model.TrainedOn.Select(s => s.Series));
        Assert.All(model.TrainedOn, s => Assert.Equal((30 * 96, new DateTime(2026, 4, 1)), (s.Points, s.Until)));
        Assert.StartsWith("2026.11.26-", model.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_each_week_is_the_week_before_the_seasonal_value_is_used_and_nothing_that_was_learned()
    {
        var model = Train([MadeSeries.Weekly("a", 40, 1), MadeSeries.Weekly("b", 40, 2)]);

        Assert.Equal(ExpectationLearner.Seasonal, model.Learner);
        Assert.Empty(model.Trees);
        Assert.InRange(model.HeldOut.SeasonalError, 0, 0.001);
        var (read, fault) = ExpectationModelFile.Read(ExpectationModelFile.Write(model), ExpectationTarget.Load);
        Assert.Null(fault);
        Assert.Equal(model.HeldOut.Points, new Expectation(read!).Test([MadeSeries.Weekly("a", 40, 1), MadeSeries.Weekly("b", 40, 2)]).Test!.Points);
    }

    [Fact]
    public void The_same_series_and_seed_give_the_same_file_to_the_byte()
    {
        Assert.Equal(ExpectationModelFile.Write(_model.Value), ExpectationModelFile.Write(Train([.. Wandering().Reverse()])));
    }

    [Fact]
    public void A_file_tested_on_what_it_was_trained_on_gives_the_numbers_of_its_training_and_leaves_out_what_was_learned()
    {
        var (read, _) = ExpectationModelFile.Read(ExpectationModelFile.Write(_model.Value), ExpectationTarget.Load);

        var (test, leftOut) = new Expectation(read!).Test(Wandering());

        Assert.Equal((_model.Value.HeldOut.Points, _model.Value.HeldOut.Error, _model.Value.HeldOut.SeasonalError), (test!.Points, test.Error, test.SeasonalError));
        Assert.Equal(3 * 30 * 96, leftOut);
        Assert.Null(new Expectation(read!).Test([.. Wandering().Select(s => s with { Values = [.. s.Values.Take(30 * 96)] })]).Test);
    }

    [Fact]
    public void What_is_held_out_changes_nothing_that_was_learned()
    {
        var other = Train([.. Wandering().Select(s => s with { Values = [.. s.Values.Select((v, i) => i < 30 * 96 ? v : v + (i % 96))] })]);

        Assert.Equal(_model.Value.TrainedOn, other.TrainedOn);
        Assert.True(other.Learner == ExpectationLearner.Seasonal || other.Trees.AsSpan().SequenceEqual(_model.Value.Trees));
        Assert.NotEqual(_model.Value.HeldOut.Error, other.HeldOut.Error);
    }

    [Fact]
    public void Too_little_is_told_with_its_numbers()
    {
        QuarterSeries[] twoDays = [MadeSeries.Weekly("a", 2, 1)];

        Assert.Equal("1 series give 0 quarters of an hour to learn from and 0 to hold out, of which two days before are known; at least 500 of each are needed", ExpectationTraining.Fault(twoDays));
        Assert.Throws<ArgumentException>("series", () => Train(twoDays));
    }

    [Fact]
    public void A_file_that_is_none_is_told_why()
    {
        var file = ExpectationModelFile.Write(_model.Value);
        var damaged = (byte[])file.Clone();
        damaged[^3]++;

        Assert.Equal("is no expectation model: it does not begin with 'smartcommunity-expectation-model'.", Fault("hello\n"u8.ToArray()));
        Assert.Equal("is damaged: its content does not have the SHA-256 of its first line.", Fault(damaged));
        Assert.Equal("holds a model of 'load', not of 'occupancy'.", ExpectationModelFile.Read(file, ExpectationTarget.Occupancy).Fault);
        Assert.Equal("is of format 9; this program reads 1. Train it again.", Fault(Encoding.ASCII.GetBytes("smartcommunity-expectation-model 9 x\n")));
        Assert.StartsWith("the trees in it cannot be read: ", Fault(ExpectationModelFile.Write(_model.Value with { Trees = [1, 2, 3] })), StringComparison.Ordinal);
        Assert.Contains("which does not fit its 0 bytes of trees", Fault(ExpectationModelFile.Write(_model.Value with { Trees = [] })), StringComparison.Ordinal);
        Assert.Contains("was trained on the features seasonal; this program computes", Fault(ExpectationModelFile.Write(_model.Value with { Features = ["seasonal"] })), StringComparison.Ordinal);
    }

    private static string Fault(byte[] file) => ExpectationModelFile.Read(file, ExpectationTarget.Load).Fault!;

    private static QuarterSeries[] Wandering() => [MadeSeries.Wandering("a", 40, 1), MadeSeries.Wandering("b", 40, 2, 1_000, 5), MadeSeries.Wandering("c", 40, 3, 0.01)];

    private static ExpectationModel Train(IReadOnlyCollection<QuarterSeries> series) => ExpectationTraining.Run(ExpectationTarget.Load, series, seed: 1, _at);
}
