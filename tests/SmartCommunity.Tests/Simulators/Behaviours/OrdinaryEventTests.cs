using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Tests.Simulators.Behaviours;

public sealed class OrdinaryEventTests
{
    private const int Days = 14;

    private static readonly long FirstDay = Almanac.NumberOf(new DateOnly(2026, 3, 2));

    private static readonly long FromMs = Moment.MsOf(FirstDay, 0), ToMs = Moment.MsOf(FirstDay + Days, 0);

    [Fact]
    public void Every_visit_is_told_a_second_after_its_measurements_under_a_pseudonym_that_comes_again()
    {
        var station = new HealthStation(Dice.Of(1), Dice.Of(2));
        var visits = Events(station).ToList();

        Assert.InRange(visits.Count, 200, 600);
        Assert.All(visits, v => Assert.NotNull(Find(station, v.AtMs - 1_000, "systolic")));
        Assert.All(visits, v => Assert.Null(Find(station, v.AtMs + 1_000, "systolic")));
        var subjects = visits.Select(static v => v.Fields[0].Text!).ToList();
        Assert.InRange(subjects.Distinct().Count(), 80, 160);
        Assert.All(visits.GroupBy(static v => v.Fields[0].Text), static g => Assert.Single(g.Select(static v => v.Fields[1].Flag).Distinct()));
        Assert.InRange(visits.Count(static v => v.Fields[4].Flag == true), 5, visits.Count / 2);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(0.95)]
    public void Drops_are_as_accurate_as_the_community_sorts(double accuracy)
    {
        var drops = Events(new WasteBin(Dice.Of(1), new Weather(Dice.Of(1), []), number: 3, accuracy)).ToList();

        Assert.InRange(drops.Count, 40 * Days, 70 * Days);
        Assert.InRange(drops.Count(static d => d.Fields[0].Flag == true) / (double)drops.Count, accuracy - 0.05, accuracy + 0.05);
        Assert.All(drops, static d => Assert.Equal("recyclable", d.Fields[1].Text));
        Assert.Empty(Events(new WasteBin(Dice.Of(1), new Weather(Dice.Of(1), []), number: 3, accuracy: null)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(20)]
    public void Of_each_parcel_that_comes_the_dwell_is_told_when_it_goes_and_nine_in_ten_go_in_less_than_three_means(double meanHours)
    {
        var events = Events(new ParcelLocker(Dice.Of(1), meanHours)).ToList();
        var taken = events.Where(static e => e.Type == "parcelOut").ToList();
        var brought = events.Where(static e => e.Type == "parcelIn").Select(static e => e.AtMs).ToHashSet();
        var dwells = taken.Select(static e => e.Fields[1].Number!.Value).Order().ToArray();

        Assert.InRange(taken.Count, 25 * Days, 60 * Days);
        Assert.InRange(dwells[dwells.Length * 9 / 10], 2 * meanHours, 3 * meanHours);
        Assert.DoesNotContain(taken, static e => Moment.Of(e.AtMs).Hour < 6);
        // Of those brought before the first day nothing is seen here.
        Assert.All(taken.Where(static e => e.AtMs > FromMs + (4 * 86_400_000L)), e => Assert.Contains(brought, at => Math.Abs(((e.AtMs - at) / 3_600_000.0) - e.Fields[1].Number!.Value) < 0.01));
    }

    [Fact]
    public void A_guided_car_takes_its_spot_some_minutes_after_the_gate_and_only_the_lost_take_longer_than_five()
    {
        ParkedCar[] cars = [.. Enumerable.Range(0, 3).Select(static i => new ParkedCar(Dice.Of(5).Fork(i)))];
        var entries = Events(new ParkingGate(new PublicCarPark(Dice.Of(1)), new GuidedCars(cars, Dice.Of(9), lost: 0.3))).Select(static e => e.AtMs).ToList();
        var taken = cars.SelectMany(static car => Taken(new ParkingSpot(car, Dice.Of(6)))).Where(static at => at < ToMs).Order().ToList();

        Assert.Equal(entries.Count, taken.Count);
        var minutes = entries.Zip(taken, static (gate, spot) => (spot - gate) / 60_000.0).ToList();
        Assert.All(minutes, static m => Assert.InRange(m, 0.5, 12));
        Assert.InRange(minutes.Count(static m => m > 5) / (double)minutes.Count, 0.05, 0.6);
    }

    [Fact]
    public void A_shared_spot_is_used_by_day_and_a_site_that_shares_none_says_nothing()
    {
        var uses = Events(new ParkingSite(new PublicCarPark(Dice.Of(1)), Dice.Of(2), ["a", "b"])).ToList();

        Assert.InRange(uses.Count, Days / 2, 5 * Days);
        Assert.Equal(["a", "b"], uses.Select(static u => u.Fields[0].Text!).Distinct().Order());
        Assert.All(uses, static u => Assert.InRange(Moment.Of(u.AtMs).Hour, 8, 20));
        Assert.Empty(Events(new ParkingSite(new PublicCarPark(Dice.Of(1)), Dice.Of(2), [])));
    }

    private static IEnumerable<Incident> Events(Behaviour behaviour)
    {
        for (var next = behaviour.NextEvent(FromMs); next is { } happened && happened.AtMs < ToMs; next = behaviour.NextEvent(happened.AtMs))
        {
            Assert.Equal("", happened.Label);
            yield return happened;
        }
    }

    /// <summary>When a spot's state turns to taken.</summary>
    private static IEnumerable<long> Taken(ParkingSpot spot)
    {
        for (var atMs = spot.NextChangeMs(FromMs); atMs < ToMs; atMs = spot.NextChangeMs(atMs))
        {
            if (Find(spot, atMs, "spotStatus") == 1)
                yield return atMs;
        }
    }

    private static double? Find(Behaviour behaviour, long atMs, string quantity)
    {
        var values = new ValueSet();
        behaviour.Measure(Moment.Of(atMs), values);
        return values.Find(quantity);
    }
}
