using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Storage.Sample;

namespace SmartCommunity.Tests.Storage;

public sealed class RegisterArithmeticTests
{
    private const long Day = ChinaTime.DayMs;

    private static IReadOnlyList<RegisterDelta> Days(params (double AtHour, double Value)[] readings) =>
        RegisterArithmetic.Deltas([.. readings.Select(r => new RegisterReading(Sunday + (long)(r.AtHour * Hour), r.Value))], Sunday, Sunday + (3 * Day), CalendarBucket.Day);

    [Theory]
    [InlineData(10, 12.5, 2.5, false)]
    [InlineData(10, 10, 0, false)]
    [InlineData(99_998, 5, 7, true)]
    [InlineData(9_000, 1_000, 2_000, true)]
    [InlineData(9_000, 1_001, 0, true)]
    [InlineData(8_999, 3, 0, true)]
    [InlineData(50_000, 12, 0, true)]
    [InlineData(99_998, 20_000, 0, true)]
    [InlineData(0, -1, 0, true)]
    public void A_step_is_a_rise_a_roll_over_or_a_swap(double last, double next, double consumption, bool isReset) =>
        Assert.Equal((consumption, isReset), RegisterStep.Between(last, next));

    [Fact]
    public void A_swapped_meter_counts_from_its_first_value_on() =>
        Assert.Equal([new RegisterDelta(Sunday, Sunday + Day, 5 + 4, false, 1)], Days((1, 4_000), (2, 4_005), (3, 120), (4, 124)));

    [Fact]
    public void A_gap_over_borders_is_shared_in_proportion_to_time_and_says_so() =>
        Assert.Equal(
            [
                new RegisterDelta(Sunday, Sunday + Day, 1 + 6, true, 0),
                new RegisterDelta(Sunday + Day, Sunday + (2 * Day), 24, true, 0),
                new RegisterDelta(Sunday + (2 * Day), Sunday + (3 * Day), 6, true, 0),
            ],
            Days((17, 10), (18, 11), (54, 47)));

    [Fact]
    public void A_short_step_over_a_border_is_shared_but_is_no_gap() =>
        Assert.Equal(
            [new RegisterDelta(Sunday, Sunday + Day, 1, false, 0), new RegisterDelta(Sunday + Day, Sunday + (2 * Day), 3, false, 0)],
            Days((23.75, 10), (24.75, 14)));

    [Fact]
    public void One_value_or_none_is_no_consumption()
    {
        Assert.Empty(Days());
        Assert.Empty(Days((1, 5)));
    }

    [Fact]
    public void Values_out_of_order_are_a_mistake_of_the_caller() => Assert.Throws<ArgumentException>(() => Days((2, 1), (1, 2)));

    [Fact]
    public void Deltas_are_never_negative_and_sum_to_the_steps() =>
        Prop.ForAll(
            Registers,
            readings =>
            {
                var total = readings.Zip(readings.Skip(1)).Sum(p => RegisterStep.Between(p.First.Value, p.Second.Value).Consumption);
                return new[] { CalendarBucket.Hour, CalendarBucket.Day, CalendarBucket.Week, CalendarBucket.Month }.All(bucket =>
                {
                    var deltas = RegisterArithmetic.Deltas(readings, 0, Sunday + (1_000 * Day), bucket);
                    return deltas.All(d => d.Delta >= 0) && Same(total, deltas.Sum(d => d.Delta));
                });
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_range_split_anywhere_gives_the_same_sum_and_the_same_resets() =>
        Prop.ForAll(
            Registers,
            ArbMap.Default.ArbFor<PositiveInt>(),
            (readings, cut) =>
            {
                var (from, to) = (Sunday + Hour, Sunday + (40 * Day));
                var middle = from + ((long)cut.Get * 7_919_000 % (to - from));
                var whole = RegisterArithmetic.Deltas(readings, from, to, CalendarBucket.Day);
                var parts = RegisterArithmetic.Deltas(readings, from, middle, CalendarBucket.Day)
                    .Concat(RegisterArithmetic.Deltas(readings, middle, to, CalendarBucket.Day)).ToList();
                return Same(whole.Sum(d => d.Delta), parts.Sum(d => d.Delta)) && whole.Sum(d => d.Resets) == parts.Sum(d => d.Resets);
            }).QuickCheckThrowOnFailure();

    private static Arbitrary<List<RegisterReading>> Registers =>
        Gen.Choose(1, 2_000).Zip(Gen.Choose(0, 99_999)).ListOf().Select(
            steps =>
            {
                var at = Sunday;
                return steps.Select(s => new RegisterReading(at += s.Item1 * Minute, s.Item2)).ToList();
            }).ToArbitrary();

    private static bool Same(double left, double right) => Math.Abs(left - right) <= 1e-9 * Math.Max(1, Math.Abs(left));
}
