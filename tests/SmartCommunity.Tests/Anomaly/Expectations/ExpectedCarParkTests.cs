using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Tests.Anomaly.Detectors;

namespace SmartCommunity.Tests.Anomaly.Expectations;

/// <summary>What an expectation adds on recorded car parks: learned from the first three weeks, faults put into the rest, all at the same budget of 0.05 alerts a lot and day on the recording as it is. The figures of decision 0038 are those of <c>SMARTCOMMUNITY_LONG=1</c>.</summary>
public sealed class ExpectedCarParkTests
{
    private const int LearningDays = 21;
    private const double AlertsALotAndDay = 0.05;

    // Each seed is four runs of 60 lots.
    private static readonly int[] _seeds = Environment.GetEnvironmentVariable("SMARTCOMMUNITY_LONG") == "1" ? [1, 2, 3] : [1];

    private static readonly string[] _channels = ["course", "expected", "course or expected", "all of today", "all and expected"];

    [Fact]
    public void An_expectation_beside_the_course_finds_as_many_faults_as_truly_at_the_same_budget()
    {
        var parks = CarParks.Load();
        var peers = parks.Peers();
        var learned = LearningDays * CarParks.QuartersADay;
        var expectation = new Expectation(Train(parks));
        var clean = parks.Lots.Select((lot, i) => Scores(parks, lot.Free, peers[i], expectation)).ToArray();
        var budget = (int)(AlertsALotAndDay * parks.Lots.Length * (parks.Rows - learned) / CarParks.QuartersADay);
        AlertThresholds[] thresholds = [.. _channels.Select((_, c) => AlertBudget.Fit([.. clean.Select(s => s[c])], learned, budget))];

        var results = Enum.GetValues<CarParkFault>().ToDictionary(kind => kind, kind => Found(parks, peers, thresholds, expectation, kind));

        foreach (var (c, channel) in _channels.Index())
        {
            var row = results.Select(r => $"{r.Key} {r.Value[c].Recall:P1} / {r.Value[c].Precision:P1}");
            TestContext.Current.TestOutputHelper?.WriteLine($"{channel,-20} {thresholds[c].Record:0.00}: {string.Join(", ", row)}; found {Sum(c, r => r.Found)} of {Sum(c, r => r.Events)}, true {Sum(c, r => r.True)} of {Sum(c, r => r.Alerts)}");
        }

        var (course, either) = (0, 2);
        Assert.True(Sum(either, r => r.Found) >= 0.97 * Sum(course, r => r.Found), "An expectation costs faults that the course finds.");
        Assert.True(Precision(either) >= Precision(course) - 0.02, $"An expectation makes alerts falser: {Precision(either)} beside {Precision(course)}.");
        Assert.All(thresholds.Index(), t => Assert.InRange(clean.Sum(s => t.Item.Rows(s[t.Index], learned).Count()), 0, budget));

        double Precision(int channel) => (double)Sum(channel, r => r.True) / Sum(channel, r => r.Alerts);

        int Sum(int channel, Func<EventScore, int> of) => results.Values.Sum(r => of(r[channel]));
    }

    internal static ExpectationModel Train(CarParks parks) => ExpectationTraining.Run(
        ExpectationTarget.Occupancy, [.. parks.Lots.Select(lot => new QuarterSeries(lot.Name, parks.FirstQuarter, [.. lot.Free.Take(LearningDays * CarParks.QuartersADay)]))], seed: 1, DateTimeOffset.UnixEpoch);

    private static EventScore[] Found(CarParks parks, float[]?[] peers, AlertThresholds[] thresholds, Expectation expectation, CarParkFault kind)
    {
        var (truth, raised) = (new List<TruthInterval>(), thresholds.Select(static _ => new List<RaisedAlert>()).ToArray());
        foreach (var (fault, lot) in _seeds.SelectMany(seed => CarParkFaults.Of(parks, kind, seed, LearningDays).Select((f, i) => (f, i))))
        {
            var subject = $"{lot} {fault.From} {truth.Count}";
            truth.Add(new TruthInterval(subject, At(fault.From), At(fault.From + fault.Within - 1)));
            var scores = Scores(parks, fault.Free, peers[lot], expectation);
            for (var c = 0; c < thresholds.Length; c++)
                raised[c].AddRange(thresholds[c].Rows(scores[c], fault.From).Select(row => new RaisedAlert(subject, At(row))));
        }

        return [.. raised.Select(r => EventScorer.Score(truth, r, TimeSpan.Zero))];
    }

    private static ChannelScores[] Scores(CarParks parks, double[] free, float[]? peers, Expectation expectation)
    {
        var today = parks.Run(free, peers);
        var (expected, none) = (parks.Expect(free, expectation), new float[parks.Rows]);
        float[] either = [.. today.Record.Zip(expected, static (c, e) => Math.Max(c, e * SeriesDetector.DefaultThreshold / ExpectationDetector.DefaultThreshold))];
        return [new(today.Record, none, none), new(expected, none, none), new(either, none, none), today, today with { Record = either }];
    }

    private static DateTimeOffset At(int row) => DateTimeOffset.UnixEpoch.AddMinutes(15 * row);
}
