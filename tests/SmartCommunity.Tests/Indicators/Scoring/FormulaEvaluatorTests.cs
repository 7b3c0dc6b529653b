using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Tests.Indicators.Scoring;

public sealed class FormulaEvaluatorTests
{
    private static readonly WindowSpan _week = new(WindowKind.Rolling, 7);
    private static readonly DeviceSelector _spots = Class("parkingSpot");
    private readonly TestCommunity _community = new();

    [Fact]
    public void A_fact_is_its_value_as_of_its_day() =>
        Equal(1200, _community.Fact("households", 1200), new RegistryValue("households"), InputOrigins.Declared);

    [Fact]
    public void A_fact_nobody_entered_is_missing() => Missing("noFact:households", new RegistryValue("households"));

    [Fact]
    public void Kinds_of_evidence_in_force_are_counted_once_pieces_each()
    {
        _community.Accepted("cultureTheme").Accepted("cultureTheme", id: "second").Accepted("culturePlace", inspected: true);

        Equal(2, _community, new EvidenceCount(["cultureTheme", "culturePlace", "memoryArchive"], PerItem: false, null), InputOrigins.Declared);
        Equal(3, _community, new EvidenceCount(["cultureTheme", "culturePlace", "memoryArchive"], PerItem: true, null), InputOrigins.Declared);
    }

    [Fact]
    public void Evidence_nobody_submitted_is_missing_refused_or_expired_is_a_real_0()
    {
        Missing("noEvidence:covenant", new EvidenceCount(["covenant"], PerItem: false, null));

        _community.Refused.Add("covenant");
        Equal(0, _community, new EvidenceCount(["covenant"], PerItem: false, null), InputOrigins.Declared);

        // The MLPS filing counts 366 days after the day it is of: 2025-06-14 still counts on 2026-06-15, 2025-06-13 does not.
        var expired = new TestCommunity().Accepted("mlpsFiling", dated: new DateOnly(2025, 6, 13));
        Equal(0, expired, new EvidenceCount(["mlpsFiling"], PerItem: false, null), InputOrigins.Declared);
        Equal(1, expired.Accepted("mlpsFiling", dated: new DateOnly(2025, 6, 14), id: "next"), new EvidenceCount(["mlpsFiling"], PerItem: false, null), InputOrigins.Declared);
    }

    [Fact]
    public void Evidence_counts_within_a_window_by_the_day_it_is_of()
    {
        _community.Accepted("emergencyDrill", dated: new DateOnly(2026, 6, 9)).Accepted("emergencyDrill", dated: new DateOnly(2026, 6, 8), id: "before");

        Equal(1, _community, new EvidenceCount(["emergencyDrill"], PerItem: true, _week), InputOrigins.Declared);
    }

    [Fact]
    public void The_score_is_that_of_the_evidence_accepted_last()
    {
        _community.Accepted("designReview", score: 60, dated: new DateOnly(2026, 1, 1)).Accepted("designReview", score: 75, dated: new DateOnly(2026, 2, 1), id: "a-later");

        Equal(75, _community, new EvidenceScore("designReview"), InputOrigins.Declared);
        Missing("noEvidence:highlightReview", new EvidenceScore("highlightReview"));
        Missing("noEvidenceScore:highlightReview", new EvidenceScore("highlightReview"), new TestCommunity().Accepted("highlightReview"));
    }

    [Fact]
    public void Devices_are_counted_that_are_fresh_and_whose_state_is_known()
    {
        _community.Device("s1", "parkingSpot", TestCommunity.Minute, values: ("spotStatus", 0)).Device("s2", "parkingSpot", TestCommunity.Minute, values: ("spotStatus", 3))
            .Device("s3", "parkingSpot", 6 * TestCommunity.Minute, values: ("spotStatus", 1)).Device("s4", "parkingSpot", TestCommunity.Minute);
        var fresh = new DeviceSource(_spots, [new Condition("spotStatus", CompareOp.NotEqual, 3, [])], TimeSpan.FromMinutes(5), null, []);

        var result = Equal(1, _community, new Count(fresh, null), InputOrigins.Live);
        Assert.Equal((4d, 4d), (result.Expected, result.Present));
        Equal(4, _community, new Count(new DeviceSource(_spots, [], null, null, []), null), InputOrigins.Live);
        Equal(2, _community, new Count(new DeviceSource(_spots, [new Condition("spotStatus", CompareOp.NotEqual, null, ["unknown"])], null, null, []), null), InputOrigins.Live);
    }

    [Fact]
    public void Presence_counts_in_intervals_of_each_class()
    {
        // Reports every 300 s and every 3,600 s: 601 s are too long for the one, 7,200 s are not for the other.
        _community.Device("pir", "pir", 601_000).Device("panic", "panicButton", 7_200_000);
        var online = new DeviceSource(new DeviceSelector([], ["elderlyCare"], [], []), [], null, 2, []);

        Equal(1, _community, new Count(online, null), InputOrigins.Live);
        Equal(1, _community, new Count(online with { SeenWithinIntervals = null, Where = [new Condition("presence", CompareOp.Equal, null, ["offline"])] }, null), InputOrigins.Live);
    }

    [Fact]
    public void Homes_count_when_each_class_is_there()
    {
        _community.Device("a1", "pir", 1, "unit:1").Device("a2", "panicButton", 1, "unit:1").Device("b1", "pir", 1, "unit:2").Device("c1", "pir", 1).Device("c2", "panicButton", 1);

        Equal(1, _community, new Count(new DeviceSource(new DeviceSelector(["pir", "panicButton"], [], [], []), [], TimeSpan.FromHours(24), null, ["pir", "panicButton"]), null), InputOrigins.Live);
    }

    [Fact]
    public void No_device_is_missing_a_silent_fleet_too_but_not_its_count()
    {
        var seen = new Count(new DeviceSource(_spots, [], TimeSpan.FromMinutes(5), null, []), null);
        Missing("noDevices", seen);
        Missing("noDevices", new Count(new DeviceSource(_spots, [], null, null, []), null));

        _community.Device("s1", "parkingSpot", -1);
        Missing("neverHeard", seen);
        Equal(1, _community, new Count(new DeviceSource(_spots, [], null, null, []), null), InputOrigins.Live);
    }

    [Theory]
    [InlineData(AggregateKind.Sum, 0.6)]
    [InlineData(AggregateKind.Avg, 0.2)]
    [InlineData(AggregateKind.P90, 0.3)]
    [InlineData(AggregateKind.Max, 0.3)]
    public void Fields_of_records_are_summed_exactly(AggregateKind kind, double expected)
    {
        // 0.1 + 0.2 + 0.3 is 0.6000000000000001 in doubles.
        _community.Record("shop", "a", new { area = 0.1 }).Record("shop", "b", new { area = 0.2 }).Record("shop", "c", new { area = 0.3 });

        Equal(expected, _community, new Aggregate(kind, new RecordSource("shop", [], null, null), "area"), InputOrigins.Declared);
    }

    [Fact]
    public void No_record_is_missing_none_that_matches_is_0()
    {
        var areas = new RecordSource("shop", [new Condition("kind", CompareOp.Equal, null, ["bank"])], null, null);
        Missing("noRecords:shop", new Count(areas, null));

        _community.Record("shop", "a", new { kind = "market", area = 10 });
        Equal(0, _community, new Count(areas, null), InputOrigins.Declared);
        Equal(0, _community, new Aggregate(AggregateKind.Sum, areas, "area"), InputOrigins.Declared);
        Missing("noMatch:shop", new Aggregate(AggregateKind.Max, areas, "area"));
    }

    [Fact]
    public void Alternatives_of_a_condition_hold_when_one_does()
    {
        _community.Record("shop", "a", new { kind = "bank", area = 10 }).Record("shop", "b", new { kind = "market", area = 90 }).Record("shop", "c", new { kind = "market", area = 10 });
        var either = new Condition("kind", CompareOp.Equal, null, ["bank"]) { Or = [new Condition("area", CompareOp.Greater, 50, [])] };

        Equal(2, _community, new Count(new RecordSource("shop", [either], null, null), null), InputOrigins.Declared);
    }

    [Fact]
    public void Samples_events_registers_uptime_and_pairs_come_from_history()
    {
        _community.Device("s", "indoorAir", 1).Device("m", "electricityMeter", 1).Device("e", "wasteBin", 1);
        var h = _community.History;
        h.SampleAnswers["indoorAir co2"] = (10, 8, 40);
        h.Event("wasteBin wasteDrop", 12, 9, 4, (1, 3), (2, 6)).Delta("electricityMeter energyImport", 0.1, 0.2).Uptime("indoorAir co2", 3, 4);
        h.PairAnswers["wasteBin wasteDrop"] = (8, 6);
        var air = new SampleSource(Class("indoorAir"), "co2", [new Condition("value", CompareOp.LessOrEqual, 1000, [])], null, _week);
        var drops = new EventSource(Class("wasteBin"), ["wasteDrop"], [new Condition("correct", CompareOp.Equal, 1, [])], _week);
        var uptime = new Uptime(Class("indoorAir"), "co2", [], false, null, _week, 3, AsHours: false);

        Equal(8, _community, new Count(air, null), InputOrigins.Live);
        Equal(5, _community, new Aggregate(AggregateKind.Avg, air, "value"), InputOrigins.Live);
        Equal(9, _community, new Count(drops, null), InputOrigins.Live);
        Equal(4, _community, new DistinctSubjects(drops, "subject"), InputOrigins.Live);
        Equal(15, _community, new Aggregate(AggregateKind.Sum, drops, "kg"), InputOrigins.Live);
        Equal(2, _community, new Aggregate(AggregateKind.P90, drops, "kg"), InputOrigins.Live);
        Equal(0.3, _community, new RegisterDelta(Class("electricityMeter"), "energyImport", _week), InputOrigins.Live);
        Equal(0.75, _community, uptime, InputOrigins.Live);
        Equal(3, _community, uptime with { AsHours = true }, InputOrigins.Live);
        Equal(0.75, _community, new WithinSeconds(drops, new FollowerSource(null, [], null, 0, []), 60, null), InputOrigins.Live);
    }

    [Fact]
    public void Empty_history_is_missing_but_quiet_devices_count_0_events()
    {
        var drops = new EventSource(Class("wasteBin"), ["wasteDrop"], [], _week);
        Missing("noDevices", new Count(drops, null));
        Missing("neverHeard", new Count(drops, null), new TestCommunity().Device("silent", "wasteBin", -1));

        _community.Device("e", "wasteBin", 1).Device("s", "indoorAir", 1).Device("m", "electricityMeter", 1);
        Equal(0, _community, new Count(drops, null), InputOrigins.Live);
        Missing("noEvents", new Aggregate(AggregateKind.P90, drops, "kg"));
        Missing("noEvents", new WithinSeconds(drops, new FollowerSource(null, [], null, 0, []), 60, null));
        Missing("noSamples", new Count(new SampleSource(Class("indoorAir"), "co2", [], null, _week), null));
        Missing("noSamples", new RegisterDelta(Class("electricityMeter"), "energyImport", _week));
        Missing("noSamples", new Uptime(Class("indoorAir"), null, [], false, null, _week, 3, AsHours: false));
    }

    [Fact]
    public void Savings_are_adjusted_for_degree_days()
    {
        // D = (18 − 0) + (30 − 26) = 22 over two of two days; f = 0.6 + 0.4·22/20 = 1.04; (104,000 − 93,600) / 104,000 = 0.1.
        var today = new WindowSpan(WindowKind.Rolling, 2);
        _community.Device("w", "outdoorAir", 1).History.Means.AddRange([(TestCommunity.Today.AddDays(-1), 0), (TestCommunity.Today, 30)]);
        var saving = new DegreeDaySaving(new Constant(93_600, "kW.h"), new Constant(100_000, "kW.h"), new Constant(20, "Cel.d"), Class("outdoorAir"), 18, 26, 0.4, today);

        Equal(0.1, _community, saving, InputOrigins.Live);
        Missing("denominatorZero", saving with { BaselineDegreeDays = new Constant(0, "Cel.d") });
        Missing("noOutdoor", saving, new TestCommunity());
    }

    [Fact]
    public void Ratios_multiply_before_they_divide_and_know_their_least_denominator()
    {
        var result = Equal(29, _community, new Ratio(new Constant(29, "1"), new Constant(100, "1"), 100), InputOrigins.None);

        Assert.Equal(100, result.LeastDenominator);
        Missing("denominatorZero", new Ratio(new Constant(1, "1"), new Constant(0, "1"), 100));
        Missing("noFact:a", new Ratio(new RegistryValue("a"), new RegistryValue("b"), 1));
        Missing("noFact:b", new Ratio(new Constant(1, "1"), new RegistryValue("b"), 1));
    }

    [Theory]
    [InlineData(ArithmeticKind.Add, 9)]
    [InlineData(ArithmeticKind.Subtract, -5)]
    [InlineData(ArithmeticKind.Multiply, 24)]
    [InlineData(ArithmeticKind.Min, 2)]
    [InlineData(ArithmeticKind.Max, 4)]
    public void Arithmetic_goes_from_left_to_right(ArithmeticKind kind, double expected) =>
        Equal(expected, _community, new Arithmetic(kind, [new Constant(2, "1"), new Constant(3, "1"), new Constant(4, "1")]), InputOrigins.None);

    [Theory]
    [InlineData(CompareOp.Equal, 0)]
    [InlineData(CompareOp.NotEqual, 1)]
    [InlineData(CompareOp.Less, 1)]
    [InlineData(CompareOp.LessOrEqual, 1)]
    [InlineData(CompareOp.Greater, 0)]
    [InlineData(CompareOp.GreaterOrEqual, 0)]
    public void Comparisons_are_yes_or_no(CompareOp op, double expected) => Equal(expected, _community, new Comparison(new Constant(2, "1"), op, 3), InputOrigins.None);

    [Fact]
    public void What_is_no_finite_number_is_missing_and_minus_zero_is_zero()
    {
        Missing("notANumber", new Arithmetic(ArithmeticKind.Multiply, [new Constant(1e300, "1"), new Constant(1e300, "1")]));
        Assert.False(double.IsNegative(Equal(0, _community, new Constant(-0.0, "1"), InputOrigins.None).Value!.Value));
    }

    [Fact]
    public void Windows_begin_with_days_weeks_and_months_and_end_with_the_instant()
    {
        var wednesday = SmartCommunity.Telemetry.ChinaTime.StartMs(new DateOnly(2026, 11, 25)) + 1;
        string Of(WindowKind kind, int days) => SmartCommunity.Telemetry.ChinaTime.Format(WindowRange.At(new WindowSpan(kind, days), wednesday).FromMs)[..10];

        Assert.Equal(["2026-11-25", "2026-11-19", "2026-11-25", "2026-11-23", "2026-11-01"], [Of(WindowKind.Rolling, 1), Of(WindowKind.Rolling, 7), Of(WindowKind.Day, 0), Of(WindowKind.Week, 0), Of(WindowKind.Month, 0)]);
        Assert.Equal(2, WindowRange.At(new WindowSpan(WindowKind.Day, 0), wednesday).LengthMs(null));
        // Three full days and the first two milliseconds of the fourth, of which 23:00 to 01:00 counts.
        Assert.Equal((3 * 7_200_000) + 2, WindowRange.At(new WindowSpan(WindowKind.Rolling, 4), wednesday).LengthMs(new DailyHours(1380, 60, [])));
    }

    private static DeviceSelector Class(string code) => new([code], [], [], []);

    private static FormulaResult Equal(double expected, TestCommunity community, Formula formula, InputOrigins origins)
    {
        var result = FormulaEvaluator.Evaluate(formula, new EvaluationContext(TestCommunity.Zhejiang, community));

        Assert.Equal((expected, "", origins), (result.Value, result.Reason, result.Origins));
        return result;
    }

    private void Missing(string reason, Formula formula, TestCommunity? community = null)
    {
        var result = FormulaEvaluator.Evaluate(formula, new EvaluationContext(TestCommunity.Zhejiang, community ?? _community));

        Assert.Equal((null, reason), (result.Value, result.Reason));
    }
}
