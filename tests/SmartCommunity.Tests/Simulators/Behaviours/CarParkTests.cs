using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Tests.Simulators.Behaviours;

public sealed class CarParkTests
{
    private static readonly long FirstDay = Almanac.NumberOf(new DateOnly(2026, 3, 2));

    public static TheoryData<string> Parks => ["residential", "public"];

    [Theory]
    [MemberData(nameof(Parks))]
    public void What_went_in_and_did_not_come_out_is_inside_across_midnights(string kind)
    {
        var park = Make(kind, 9);
        var before = park.At(Moment.At(FirstDay, 0));
        var balance = before.Entries - before.Exits - before.Occupied;
        for (var minute = 3; minute < 30 * 1440; minute += 7)
        {
            var count = park.At(Moment.At(FirstDay, minute));

            Assert.Equal(balance, count.Entries - count.Exits - count.Occupied);
            Assert.InRange(count.Occupied, 0, park.Total);
            Assert.True(count.Entries >= before.Entries && count.Exits >= before.Exits, $"a counter fell at minute {minute}");
            before = count;
        }
    }

    [Fact]
    public void Residents_are_home_at_night_and_away_on_a_weekday_noon()
    {
        var park = Make("residential", 9);

        var night = park.At(Moment.At(FirstDay + 1, 3 * 60)).Occupied;
        var noon = park.At(Moment.At(FirstDay + 1, 12 * 60)).Occupied;
        var saturdayNoon = park.At(Moment.At(FirstDay + 5, 12 * 60)).Occupied;

        Assert.True(night > 0.7 * park.Total);
        Assert.True(noon < 0.65 * park.Total);
        Assert.True(saturdayNoon > noon);
    }

    [Fact]
    public void A_spot_changes_when_its_car_passes_and_stands_for_one_of_the_site()
    {
        var district = SimulatedDistrict.Plan(4, ["baihe"], 1, SimulatedDistrictTests.Secret);
        var view = new DistrictView(district);
        var spots = district.Devices.Where(d => d.Address.Class == "parkingSpot").Select(d => BehaviourOf.Device(d, view, 0)).ToArray();
        var site = BehaviourOf.Device(district.Devices.First(d => d.Address.Class == "parkingSite"), view, 0);
        for (var minute = 0; minute < 5 * 1440; minute += 11)
        {
            var now = Moment.At(FirstDay, minute);
            var taken = spots.Sum(s => ElderHomeTests.Value(s, now, "spotStatus"));

            Assert.True(taken <= ElderHomeTests.Value(site, now, "occupiedSpots"));
            Assert.True(ElderHomeTests.Value(site, now, "totalSpots") - ElderHomeTests.Value(site, now, "occupiedSpots") >= spots.Length - taken);
        }
    }

    [Fact]
    public void A_spot_reports_at_the_instant_it_changes()
    {
        var spot = new ParkingSpot(new ParkedCar(Dice.Of(3)), Dice.Of(4));
        var atMs = Moment.MsOf(FirstDay, 0);
        for (var i = 0; i < 40; i++)
        {
            atMs = spot.NextChangeMs(atMs);
            Assert.NotEqual(ElderHomeTests.Value(spot, Moment.Of(atMs - 1), "spotStatus"), ElderHomeTests.Value(spot, Moment.Of(atMs), "spotStatus"));
        }
    }

    [Fact]
    public void A_site_shows_free_occupied_closed_and_unknown_spots_that_add_up()
    {
        var site = new ParkingSite(Make("residential", 2), Dice.Of(8), []);
        for (var day = 0; day < 60; day++)
        {
            var now = Moment.At(FirstDay + day, 720);
            var parts = new[] { "freeSpots", "occupiedSpots", "closedSpots", "unknownSpots" }.Sum(q => ElderHomeTests.Value(site, now, q));
            Assert.Equal(ElderHomeTests.Value(site, now, "totalSpots"), parts);
        }
    }

    [Fact]
    public void A_gate_misses_one_car_in_a_thousand()
    {
        var park = Make("public", 9);
        var gate = new ParkingGate(park, guided: null);
        var now = Moment.At(FirstDay, 700);

        Assert.Equal(Math.Floor(park.At(now).Exits / 1000), park.At(now).Exits - ElderHomeTests.Value(gate, now, "exits"));
    }

    [Fact]
    public void The_entries_of_a_day_are_the_same_whether_counted_or_walked_through()
    {
        var minutes = new double[ParkedCar.MostPassages];
        for (var i = 0; i < 200; i++)
        {
            var car = new ParkedCar(Dice.Of((ulong)i));
            for (var day = FirstDay; day < FirstDay + 14; day++)
            {
                var count = car.Passages(day, minutes);
                var entries = Enumerable.Range(0, count).Count(p => car.IsThereAtStart(day) == (p % 2 == 1));

                Assert.Equal(car.Entries(day), entries);
                Assert.Equal(minutes.Take(count).Order(), minutes.Take(count));
                Assert.Equal(car.IsThereAtStart(day + 1), car.IsThereAtStart(day) == (count % 2 == 0));
            }
        }
    }

    private static ICarPark Make(string kind, ulong seed) => kind == "public" ? new PublicCarPark(Dice.Of(seed)) : new ResidentialCarPark(Dice.Of(seed));
}
