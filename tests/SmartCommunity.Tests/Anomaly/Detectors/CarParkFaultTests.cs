using SmartCommunity.Anomaly.Evaluation;

namespace SmartCommunity.Tests.Anomaly.Detectors;

/// <summary>A month of recorded car parks with faults put in: one of each kind a lot and seed, after two weeks of learning, at a budget of 0.05 alerts a lot and day on the recording as it is.</summary>
public sealed class CarParkFaultTests
{
    private const int LearningDays = 14;
    private const double AlertsALotAndDay = 0.05;
    private static readonly int[] _seeds = [1, 2, 3];

    [Fact]
    public void Faults_are_found_within_the_budget_of_alerts()
    {
        var parks = CarParks.Load();
        var peers = parks.Peers();
        var learned = LearningDays * CarParks.QuartersADay;
        ChannelScores[] clean = [.. parks.Lots.Select((lot, i) => parks.Run(lot.Free, peers[i]))];
        var budget = (int)(AlertsALotAndDay * parks.Lots.Length * (parks.Rows - learned) / CarParks.QuartersADay);

        var thresholds = AlertBudget.Fit(clean, learned, budget);
        var found = Enum.GetValues<CarParkFault>().ToDictionary(kind => kind, kind => _seeds.Average(seed => Recall(parks, peers, thresholds, kind, seed)));

        Assert.Equal(60, parks.Lots.Length);
        Assert.InRange(clean.Sum(c => thresholds.Rows(c, learned).Count()), 0, budget);
        var told = string.Join(", ", found.Select(f => $"{f.Key} {f.Value:P1}"));
        Assert.True(found[CarParkFault.Spike] >= 0.95 && found[CarParkFault.Offset] >= 0.85 && found[CarParkFault.Stuck] >= 0.80 && found[CarParkFault.FullAtNight] >= 0.60, told);
        TestContext.Current.TestOutputHelper?.WriteLine($"{told}; {thresholds}; budget {budget}");
    }

    private static double Recall(CarParks parks, float[]?[] peers, AlertThresholds thresholds, CarParkFault kind, int seed) => CarParkFaults.Of(parks, kind, seed, LearningDays)
        .Select((fault, lot) => (fault, lot)).Average(f => thresholds.Rows(parks.Run(f.fault.Free, peers[f.lot]), f.fault.From).Any(row => row < f.fault.From + f.fault.Within) ? 1.0 : 0);
}
