using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Tests.Simulators.Behaviours;

public sealed class EnergyTests
{
    private static readonly long FirstDay = Almanac.NumberOf(new DateOnly(2026, 7, 6));
    private static readonly SimulatedDistrict District = SimulatedDistrict.Plan(21, ["baihe"], 2, SimulatedDistrictTests.Secret);

    [Theory]
    [InlineData("electricityMeter", "energyImport", "activePower")]
    [InlineData("pvInverter", "pvEnergy", "pvPower")]
    [InlineData("hvac", "energyImport", "activePower")]
    [InlineData("evCharger", "energyImport", "activePower")]
    [InlineData("waterMeter", "volume", "flow")]
    [InlineData("gasMeter", "volume", "flow")]
    public void A_register_is_the_integral_of_what_is_shown_beside_it(string @class, string register, string rate)
    {
        var view = new DistrictView(District);
        foreach (var device in District.Devices.Where(d => d.Address.Class == @class))
        {
            var behaviour = BehaviourOf.Device(device, view, 0);
            var (from, sum) = (ElderHomeTests.Value(behaviour, Moment.At(FirstDay, 0), register), 0.0);
            for (var minute = 0; minute < 3 * 1440; minute++)
                sum += ElderHomeTests.Value(behaviour, Moment.At(FirstDay, minute + 0.5), rate) / 60;
            var gained = ElderHomeTests.Value(behaviour, Moment.At(FirstDay + 3, 0), register) - from;

            Assert.True(Math.Abs(gained - sum) <= 0.05 + (0.02 * gained), $"{device.Id}: register gained {gained}, integral {sum}");
        }
    }

    [Fact]
    public void A_charger_goes_through_the_states_of_OCPP_in_order()
    {
        var view = new DistrictView(District);
        var allowed = new HashSet<(double From, double To)> { (0, 1), (1, 2), (1, 3), (3, 2), (2, 4), (4, 5), (2, 5), (5, 0), (3, 5), (1, 5) };
        var seen = new HashSet<double>();
        foreach (var device in District.Devices.Where(d => d.Address.Class == "evCharger"))
        {
            var charger = BehaviourOf.Device(device, view, 0);
            var atMs = Moment.MsOf(FirstDay, 720);
            var state = ElderHomeTests.Value(charger, Moment.Of(atMs), "chargerStatus");
            while (atMs < Moment.MsOf(FirstDay + 30, 0))
            {
                atMs = charger.NextChangeMs(atMs);
                var next = ElderHomeTests.Value(charger, Moment.Of(atMs), "chargerStatus");
                Assert.True(next == state || allowed.Contains((state, next)), $"{device.Id}: {state} to {next} at {Moment.Of(atMs)}");
                seen.Add(state = next);
            }
        }

        Assert.Equal([0, 1, 2, 4, 5], seen.Where(s => s != 3).Order());
    }

    [Fact]
    public void The_sun_gives_nothing_at_night_and_less_under_cloud()
    {
        var weather = new Weather(Dice.Of(1), []);
        var overcast = new Weather(Dice.Of(1), [new WeatherSpell(Moment.MsOf(FirstDay - 2, 0), Moment.MsOf(FirstDay + 2, 0), 0, MinCloud: 1, MinRainMmPerHour: 0)]);
        var (clear, dark) = (new PvInverter(Dice.Of(2), weather), new PvInverter(Dice.Of(2), overcast));

        Assert.Equal(0, ElderHomeTests.Value(clear, Moment.At(FirstDay, 60), "pvPower"));
        Assert.Equal(2, ElderHomeTests.Value(clear, Moment.At(FirstDay, 60), "inverterState"));
        Assert.True(ElderHomeTests.Value(clear, Moment.At(FirstDay, 720), "pvPower") > 0);
        Assert.True(ElderHomeTests.Value(dark, Moment.At(FirstDay, 720), "irradiance") < 350);
    }

    [Fact]
    public void Lamps_burn_longer_in_winter_and_dimmed_at_night()
    {
        var (june, december) = (Almanac.NumberOf(new DateOnly(2026, 6, 21)), Almanac.NumberOf(new DateOnly(2026, 12, 21)));

        Assert.True(LampHours.Between(december, 0, 1440) > LampHours.Between(june, 0, 1440) + 2.5);
        Assert.Equal(0, LampHours.At(june, 720));
        Assert.Equal(1, LampHours.At(june, 20 * 60));
        Assert.Equal(LampHours.DimShare, LampHours.At(june, 23 * 60));
    }

    [Fact]
    public void A_hot_day_costs_more_than_a_mild_one()
    {
        var weather = new Weather(Dice.Of(1), []);
        var hot = new Weather(Dice.Of(1), [new WeatherSpell(Moment.MsOf(FirstDay - 2, 0), Moment.MsOf(FirstDay + 2, 0), 8, 0, 0)]);

        Assert.True(CommunityLoad.Season(hot, FirstDay) > CommunityLoad.Season(weather, FirstDay) + 0.4);
    }
}
