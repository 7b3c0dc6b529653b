using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Tests.Simulators.Behaviours;

public sealed class ElderHomeTests
{
    private static readonly long FirstDay = Almanac.NumberOf(new DateOnly(2026, 3, 2));
    private static readonly SimulatedDistrict District = SimulatedDistrict.Plan(11, ["baihe"], 1, SimulatedDistrictTests.Secret);

    [Fact]
    public void A_plan_covers_the_day_without_gaps()
    {
        var home = new ElderHome(Dice.Of(3));
        for (var day = FirstDay; day < FirstDay + 60; day++)
        {
            var plan = home.DayOf(day);
            var end = 0;
            for (var i = 0; i < plan.Count; i++)
            {
                Assert.Equal(end, plan[i].From);
                end = plan[i].To;
            }

            Assert.Equal(DayPlan.Minutes, end);
        }
    }

    [Fact]
    public void An_elder_sleeps_eats_and_goes_to_the_bathroom_on_an_ordinary_day()
    {
        var home = new ElderHome(Dice.Of(3));
        var days = Enumerable.Range(0, 100).Select(i => home.DayOf(FirstDay + i)).Where(p => p.MinutesOf(Activity.Away) < 240).ToArray();

        Assert.InRange(days.Average(p => p.MinutesOf(Activity.Asleep)), 6 * 60, 10.5 * 60);
        Assert.InRange(days.Average(p => p.MinutesOf(Activity.Eating)), 40, 110);
        Assert.InRange(days.Average(p => p.MinutesOf(Activity.Bathroom)), 8, 90);
    }

    [Fact]
    public void Now_and_then_a_day_with_the_family_leaves_the_meter_still_for_most_of_twelve_hours()
    {
        var view = new DistrictView(District);
        var device = District.Devices.First(d => d.Address.Class == "waterMeter");
        var home = view.HomeOf(device);
        var days = Enumerable.Range(0, 300).Select(i => FirstDay + i).Where(d => LongestAway(home.DayOf(d)) is { } a && a.To - a.From > 10.5 * 60 && !home.IsAwayAllDay(d)).ToArray();

        Assert.InRange(days.Length, 1, 60);
        var meter = BehaviourOf.Device(device, view, 0);
        foreach (var day in days)
        {
            var away = LongestAway(home.DayOf(day))!.Value;
            Assert.Equal(Volume(meter, day, away.From + 15), Volume(meter, day, away.To - 15));
        }
    }

    [Fact]
    public void All_devices_of_a_home_tell_one_story()
    {
        var view = new DistrictView(District);
        var devices = District.Devices.Where(d => d.Home == 1).ToDictionary(d => d.Address.Class, d => BehaviourOf.Device(d, view, 0));
        var home = view.HomeOf(District.Devices.First(d => d.Home == 1));
        for (var minute = 2.5; minute < 7 * 1440; minute += 5)
        {
            var now = Moment.At(FirstDay, minute);
            var activity = home.ActivityAt(now);
            Assert.Equal(activity == Activity.Asleep, Value(devices["bedSensor"], now, "inBed") == 1);
            Assert.Equal(activity is Activity.Bathroom or Activity.Shower, Value(devices["fallRadar"], now, "presence") == 1);
        }
    }

    [Fact]
    public void The_heart_beats_slower_asleep_than_at_work()
    {
        var home = new ElderHome(Dice.Of(3));
        var vitals = new Vitals(Dice.Of(4), home);
        var moments = Enumerable.Range(0, 7 * 288).Select(i => Moment.At(FirstDay, i * 5)).ToLookup(home.ActivityAt, vitals.HeartRate);

        Assert.True(moments[Activity.Asleep].Average() + 12 < moments[Activity.Active].Average());
        Assert.InRange(moments[Activity.Asleep].Min(), 40, 80);
    }

    [Fact]
    public void A_door_opens_when_somebody_leaves_and_when_somebody_returns()
    {
        var home = new ElderHome(Dice.Of(3));
        var door = new DoorContact(home, Dice.Of(6));
        var openings = 0;
        var atMs = Moment.MsOf(FirstDay, 0);
        var changes = 0;
        while ((atMs = door.NextChangeMs(atMs)) < Moment.MsOf(FirstDay + 30, 0))
        {
            changes++;
            openings += Value(door, Moment.Of(atMs), "door") == 1 ? 1 : 0;
        }

        var passages = Enumerable.Range(0, 30).Sum(i => Passages(home.DayOf(FirstDay + i)));
        Assert.Equal(passages, openings);
        Assert.InRange(changes, 2 * passages, (2 * passages) + 31);
    }

    internal static double Value(Behaviour behaviour, Moment now, string quantity)
    {
        var values = new ValueSet();
        behaviour.Measure(now, values);
        return values.Values.First(v => v.Quantity.Name == quantity).Value;
    }

    private static double Volume(Behaviour meter, long day, double minute) => Value(meter, Moment.At(day, minute), "volume");

    private static int Passages(DayPlan plan) =>
        Enumerable.Range(1, plan.Count - 1).Count(i => plan[i].Activity == Activity.Away != (plan[i - 1].Activity == Activity.Away));

    private static Stretch? LongestAway(DayPlan plan)
    {
        var stretches = Enumerable.Range(0, plan.Count).Select(i => plan[i]).Where(s => s.Activity == Activity.Away).ToArray();
        return stretches.Length == 0 ? null : stretches.MaxBy(s => s.To - s.From);
    }
}
