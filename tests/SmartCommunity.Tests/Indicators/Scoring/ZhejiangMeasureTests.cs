using System.Globalization;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Tests.Indicators.Scoring;

/// <summary>
/// The worked community against the table beside it: each of the 86 measures by hand (exact fractions, apart from this code), then indicators, scenarios, dimensions and the total.
/// </summary>
public sealed class ZhejiangMeasureTests
{
    /// <summary>Measure, value, s, badge, points, max points; six decimals.</summary>
    private const string Table = """
        LL-01a 0.666667 0.494949 Declared 1.583838 3.555556
        LL-01b 14.000000 0.500000 Declared 0.800000 1.777778
        LL-02a 55.000000 0.500000 Declared 0.960000 2.133333
        LL-02b 50.000000 0.500000 Declared 0.960000 2.133333
        LL-02c 25.000000 0.500000 Live 0.533333 1.066667
        LL-03a 1.000000 1.000000 Inspected 2.133333 2.133333
        LL-03b 17.500000 0.500000 Declared 0.960000 2.133333
        LL-03c 2.000000 0.500000 Declared 0.480000 1.066667
        JY-04a 3.500000 0.600000 Declared 0.864000 1.600000
        JY-04b 80.000000 0.500000 Declared 0.720000 1.600000
        JY-04c 87.500000 0.500000 Live 0.400000 0.800000
        JY-05a 92.500000 0.500000 Declared 1.200000 2.666667
        JY-05b 0.000000 0.000000 Declared 0.000000 1.333333
        JY-06a 125.000000 0.500000 Declared 0.900000 2.000000
        JY-06b 5.000000 0.500000 Declared 0.900000 2.000000
        JY-07a 38.000000 0.500000 Live 1.333333 2.666667
        JY-07b 3.000000 0.500000 Declared 0.600000 1.333333
        JK-08a 0.440000 0.500000 Declared 0.720000 1.600000
        JK-08b 85.000000 0.500000 Declared 0.720000 1.600000
        JK-08c 12.500000 0.500000 Live 0.400000 0.800000
        JK-09a 94.500000 0.500000 Live 0.500000 1.000000
        JK-09b 80.000000 0.500000 Declared 0.450000 1.000000
        JK-09c 12.500000 0.500000 Declared 0.450000 1.000000
        JK-09d 77.500000 0.500000 Live 0.500000 1.000000
        JK-10a 90.000000 0.500000 Declared 0.720000 1.600000
        JK-10b 1.000000 1.000000 Declared 1.440000 1.600000
        JK-10c 72.500000 0.500000 Declared 0.360000 0.800000
        JK-11a 25.000000 1.000000 Declared 0.800000 0.888889
        JK-11b 250.000000 0.500000 Declared 0.400000 0.888889
        JK-11c 80.000000 0.500000 Declared 0.400000 0.888889
        JK-11d 89.000000 0.500000 Live 0.444444 0.888889
        JK-11e 92.857143 0.604396 Live 0.268620 0.444444
        CY-12a 60.000000 0.500000 Declared 0.500000 1.111111
        CY-12b 40.000000 0.500000 Live 0.277778 0.555556
        CY-13a 9.000000 0.500000 Declared 0.750000 1.666667
        CY-14a – 0.000000 None 0.000000 1.111111
        CY-14b 1.500000 0.500000 Declared 0.250000 0.555556
        JZ-15a 85.000000 0.500000 Declared 0.225000 0.500000
        JZ-15b 92.424242 0.621212 Live 0.310606 0.500000
        JZ-16a 55.000000 0.500000 Declared 0.450000 1.000000
        JZ-17a 75.000000 0.500000 Declared 0.450000 1.000000
        JZ-18a 80.000000 0.500000 Declared 0.300000 0.666667
        JZ-18b 10.000000 0.500000 Declared 0.150000 0.333333
        JZ-19a 55.000000 0.500000 Declared 0.300000 0.666667
        JZ-19b 30.000000 0.500000 Declared 0.150000 0.333333
        JT-20a 85.000000 0.500000 Declared 0.300000 0.666667
        JT-20b 89.000000 0.500000 Live 0.166667 0.333333
        JT-21a 0.650000 0.500000 Declared 0.150000 0.333333
        JT-21b 75.000000 0.428571 Live 0.142857 0.333333
        JT-21c 82.500000 0.500000 Live 0.083333 0.166667
        JT-21d 30.000000 0.500000 Declared 0.075000 0.166667
        JT-22a 20.000000 0.500000 Declared 0.150000 0.333333
        JT-22b 8.000000 0.714286 Declared 0.214286 0.333333
        JT-22c 94.000000 0.500000 Live 0.166667 0.333333
        JT-23a 77.500000 0.500000 Declared 0.300000 0.666667
        JT-23b 97.000000 0.500000 Live 0.166667 0.333333
        JT-24a 40.000000 0.500000 Declared 0.300000 0.666667
        JT-24b 36.000000 0.500000 Live 0.166667 0.333333
        DT-25a 5.000000 0.500000 Live 0.555556 1.111111
        DT-25b 25.000000 0.500000 Declared 0.250000 0.555556
        DT-26a 2.912621 0.291262 Declared 0.174757 0.666667
        DT-26b 85.714286 0.628571 Live 0.419048 0.666667
        DT-26c 13.162000 0.569833 Declared 0.170950 0.333333
        DT-27a 82.500000 0.500000 Live 0.416667 0.833333
        DT-27b 9.500000 0.500000 Live 0.208333 0.416667
        DT-27c 40.000000 0.500000 Declared 0.187500 0.416667
        FW-28a 0.900000 0.500000 Declared 0.960000 2.133333
        FW-28b 87.500000 0.500000 Declared 0.960000 2.133333
        FW-28c 85.000000 0.500000 Declared 0.480000 1.066667
        FW-29a 8.000000 0.500000 Declared 0.960000 2.133333
        FW-29b 1.000000 1.000000 Declared 1.920000 2.133333
        FW-29c 200.000000 0.500000 Declared 0.480000 1.066667
        FW-30a 92.000000 0.500000 Live 0.761905 1.523810
        FW-30b 95.000000 0.555556 Live 0.846561 1.523810
        FW-30c 1.000000 1.000000 Inspected 1.523810 1.523810
        FW-30d 1.000000 0.000000 Declared 0.000000 0.761905
        ZL-31a 1.000000 1.000000 Inspected 3.555556 3.555556
        ZL-31b 87.500000 0.500000 Declared 0.800000 1.777778
        ZL-32a 32.500000 0.500000 Declared 0.960000 2.133333
        ZL-32b 87.500000 0.500000 Declared 0.960000 2.133333
        ZL-32c 82.500000 0.500000 Declared 0.480000 1.066667
        ZL-33a 100.000000 1.000000 Declared 1.066667 1.185185
        ZL-33b 95.000000 0.500000 Declared 0.533333 1.185185
        ZL-33c 95.454545 0.804196 Live 0.953121 1.185185
        ZL-33d 1.000000 1.000000 Declared 1.066667 1.185185
        ZL-33e 30.000000 0.500000 Declared 0.266667 0.592593
        """;

    private static readonly CommunityScore _score = new Scorer(TestCommunity.Zhejiang).Score(ZhejiangCommunity.Build(), "旧改类", position: 1);

    public static TheoryData<string> Rows => [.. Table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_measure_has_the_value_share_badge_and_points_of_the_table(string row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var measure = _score.Measures.Single(m => row.StartsWith(m.Id + " ", StringComparison.Ordinal));

        Assert.Equal(row, $"{measure.Id} {(measure.Value is { } value ? Six(value) : "–")} {Six(measure.Share)} {measure.Badge} {Six(measure.Points)} {Six(measure.MaxPoints)}");
        Assert.Equal(measure.Value is null ? MeasureState.Missing : MeasureState.Scored, measure.State);
    }

    [Fact]
    public void The_table_has_all_86_measures()
    {
        Assert.Equal(86, Rows.Count);
        Assert.Equal(TestCommunity.Zhejiang.Measures.Select(static m => m.Id), _score.Measures.Select(static m => m.Id));
    }

    [Fact]
    public void Scenarios_dimensions_and_total_are_those_of_the_table()
    {
        Assert.Equal(
            ["LL 8.410505051", "JY 6.917333333", "JK 8.573064713", "CY 1.777777778", "JZ 2.335606061", "JT 2.382142857", "DT 2.382810456", "FW 8.892275132", "ZL 10.642009842"],
            _score.Scenarios.Select(static s => $"{s.Code} {Nine(s.Points)}"));
        Assert.Equal("52.313525223", Nine(_score.Total));
        Assert.Equal(["31.388115134", "10.587587413", "7.500000000", "6.840000000"], _score.Dimensions.Select(static d => Nine(d.Points)));
        Assert.Equal("56.315702546", Nine(_score.AcceptancePoints));
        Assert.Equal((Verdict.BelowPassMark, 0, 0), (_score.Verdict, _score.GateFailures.Count, _score.Vetoes.Count));
    }

    [Theory]
    [InlineData("LL-02a", "households")]
    [InlineData("JK-10a", "dwellings")]
    [InlineData("DT-26c", "commonFloorArea")]
    [InlineData("ZL-33e", "planningHouseholds")]
    public void A_denominator_of_zero_is_missing_and_no_number(string id, string fact)
    {
        var community = ZhejiangCommunity.Build().Fact(fact, 0);

        var measure = new Scorer(TestCommunity.Zhejiang).Score(community, "renovation", position: 1).Measures.Single(m => m.Id == id);

        Assert.Equal((MeasureState.Missing, "denominatorZero", null, 0d), (measure.State, measure.Reason, measure.Value, measure.Points));
    }

    [Fact]
    public void A_new_build_is_asked_for_what_its_project_type_asks()
    {
        var score = new Scorer(TestCommunity.Zhejiang).Score(ZhejiangCommunity.Build(), "newBuild", position: 1);

        // 300 m instead of 500 m, mixed use instead of idle space, prefabricated floor instead of renovated buildings.
        Assert.Equal([60d, 10d, 80d], [.. ((string[])["JY-04b", "JZ-16a", "JZ-18a"]).Select(id => score.Measures.Single(m => m.Id == id).Value!.Value)]);
        Assert.Equal(["JY-04b", "JY-04a"], score.GateFailures.Where(static id => id.StartsWith("JY", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(Verdict.NotReady, score.Verdict);
        Assert.Equal(["bindingAtZero"], score.Vetoes);
    }

    [Fact]
    public void An_empty_community_has_86_measures_missing_and_no_points()
    {
        var score = new Scorer(TestCommunity.Zhejiang).Score(new TestCommunity(), "renovation", position: 0);

        Assert.All(score.Measures, static m => Assert.Equal((MeasureState.Missing, null, 0d, Badge.None), (m.State, m.Value, m.Points, m.Badge)));
        Assert.All(score.Measures, static m => Assert.NotEqual("", m.Reason));
        Assert.Equal((0d, 0d, Verdict.NotReady), (score.Total, score.AcceptancePoints, score.Verdict));
        Assert.Equal(
            TestCommunity.Zhejiang.Scenarios.Where(s => TestCommunity.Zhejiang.FindProjectType("renovation")!.Standard.Contains(s.Code)).SelectMany(static s => s.Indicators)
                .SelectMany(static i => i.Measures).Where(static m => m.Nature == MeasureNature.Binding).Select(static m => m.Id),
            score.GateFailures);
    }

    private static string Six(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    private static string Nine(double value) => value.ToString("F9", CultureInfo.InvariantCulture);
}
