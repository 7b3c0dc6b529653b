using SmartCommunity.Anomaly.Evaluation;

namespace SmartCommunity.Tests.Anomaly.Detectors;

/// <summary>A month of recorded car parks with faults put in: one of each kind a lot and seed, after two weeks of learning, at a budget of 0.05 alerts a lot and day on the recording as it is.</summary>
public sealed class CarParkFaultTests
{
    private const int LearningDays = 14;
    private const int JudgedDays = 16;
    private const double AlertsALotAndDay = 0.05;
    private const int Hour = 4;
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
        var found = Enum.GetValues<Fault>().ToDictionary(kind => kind, kind => _seeds.Average(seed => Recall(parks, peers, thresholds, kind, seed)));

        Assert.Equal(60, parks.Lots.Length);
        Assert.InRange(clean.Sum(c => thresholds.Rows(c, learned).Count()), 0, budget);
        var told = string.Join(", ", found.Select(f => $"{f.Key} {f.Value:P1}"));
        Assert.True(found[Fault.Spike] >= 0.95 && found[Fault.Offset] >= 0.85 && found[Fault.Stuck] >= 0.80 && found[Fault.FullAtNight] >= 0.60, told);
        TestContext.Current.TestOutputHelper?.WriteLine($"{told}; {thresholds}; budget {budget}");
    }

    private static double Recall(CarParks parks, float[]?[] peers, AlertThresholds thresholds, Fault kind, int seed)
    {
        var dice = new Random(seed * 1000 + (int)kind);
        var found = 0;
        for (var i = 0; i < parks.Lots.Length; i++)
        {
            var midnight = parks.Midnight(LearningDays + dice.Next(JudgedDays));
            var (from, length, within) = Time(kind, dice);
            var free = With(parks.Lots[i], kind, midnight + from, length);
            var begun = midnight + from;
            // What is raised before the fault is not its: alerts are counted from its beginning.
            found += thresholds.Rows(parks.Run(free, peers[i]), begun).Any(row => row < begun + within) ? 1 : 0;
        }
        return (double)found / parks.Lots.Length;
    }

    // Quarters from midnight, quarters long, quarters in which it must be found.
    private static (int From, int Length, int Within) Time(Fault kind, Random dice) => kind switch
    {
        Fault.Stuck => (6 * Hour, 12 * Hour, 6 * Hour),
        Fault.Offset => (dice.Next(16 * Hour), 8 * Hour, 8 * Hour),
        Fault.Spike => (dice.Next(23 * Hour), Hour / 2, Hour / 2),
        _ => (Hour, 6 * Hour, 6 * Hour),
    };

    private static double[] With(CarPark lot, Fault kind, int from, int length)
    {
        var free = (double[])lot.Free.Clone();
        var range = lot.Most - lot.Least;
        for (var row = from; row < Math.Min(from + length, free.Length); row++)
        {
            free[row] = kind switch
            {
                Fault.Stuck => free[from - 1],
                Fault.Offset => free[row] + 0.4 * range,
                Fault.Spike => lot.Most + 0.5 * range,
                _ => 0,
            };
        }
        return free;
    }

    private enum Fault
    {
        Stuck,
        Offset,
        Spike,
        FullAtNight,
    }
}
