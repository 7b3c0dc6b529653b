using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Tests.Simulators.Behaviours;

public sealed class PublicPlacesTests
{
    private static readonly long FirstDay = Almanac.NumberOf(new DateOnly(2026, 3, 2));

    [Fact]
    public void A_flow_keeps_its_balance_and_closes_empty()
    {
        var flow = new Flow(100, at => at.Hour is > 8 and < 18 ? 20 + (10 * Curve.Sin(at.Minute)) : 0, _ => 900);
        var before = flow.At(Moment.At(FirstDay, 0));
        for (var minute = 1; minute < 20 * 1440; minute++)
        {
            var now = flow.At(Moment.At(FirstDay, minute));

            Assert.Equal(now.Inside, now.Entries - now.Exits);
            Assert.True(now.Entries >= before.Entries && now.Exits >= before.Exits && now.Inside >= 0, $"minute {minute}");
            before = now;
        }

        Assert.Equal(0, flow.At(Moment.At(FirstDay, 180)).Inside);
        Assert.Equal(900, flow.At(Moment.At(FirstDay + 1, 0)).Entries - flow.At(Moment.At(FirstDay, 0)).Entries);
    }

    [Fact]
    public void The_counters_of_doors_never_fall()
    {
        Behaviour[] doors = [new PeopleCounter(Dice.Of(1)), new AccessGate(Dice.Of(2)), new Lift(Dice.Of(3))];
        string[] registers = ["entries", "exits", "trips"];
        foreach (var door in doors)
        {
            var before = new Dictionary<string, double>();
            for (var minute = 0; minute < 30 * 1440; minute += 13)
            {
                var values = new ValueSet();
                door.Measure(Moment.At(FirstDay, minute), values);
                foreach (var (quantity, value) in values.Values.Where(v => registers.Contains(v.Quantity.Name)))
                {
                    Assert.True(value >= before.GetValueOrDefault(quantity.Name), $"{door.GetType().Name} {quantity.Name} fell at minute {minute}");
                    before[quantity.Name] = value;
                }
            }
        }
    }

    [Fact]
    public void A_bin_fills_until_it_is_emptied()
    {
        var bin = new WasteBin(Dice.Of(1), new Weather(Dice.Of(1), []), number: 1, accuracy: null);
        var emptiedMs = bin.NextChangeMs(Moment.MsOf(FirstDay, 0));

        var full = ElderHomeTests.Value(bin, Moment.Of(emptiedMs - 60_000), "binFill");
        var empty = ElderHomeTests.Value(bin, Moment.Of(emptiedMs), "binFill");

        Assert.True(empty < 6 && full > 20, $"{full} before, {empty} after");
    }

    [Fact]
    public void A_room_full_of_people_breathes_its_air_up_and_airs_out_at_night()
    {
        var air = new IndoorAir(RoomUse.Of(2, Dice.Of(1)), Dice.Of(1), new Weather(Dice.Of(1), []));

        Assert.True(air.Co2At(Moment.At(FirstDay, 11 * 60)) > air.Co2At(Moment.At(FirstDay, 5 * 60)) + 60);
        Assert.True(air.Co2At(Moment.At(FirstDay + 1, 4 * 60)) < air.Co2At(Moment.At(FirstDay, 15 * 60)));
    }
}
