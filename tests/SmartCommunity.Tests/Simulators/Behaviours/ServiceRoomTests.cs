using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Tests.Simulators.Behaviours;

public sealed class ServiceRoomTests
{
    private const double Steps = 288;

    private static readonly long Monday = Almanac.NumberOf(new DateOnly(2026, 3, 2));

    [Fact]
    public void The_reading_room_is_open_its_hours_on_six_days_a_week_and_says_so_when_it_opens_and_closes()
    {
        var door = new ReadingRoomDoor(Dice.Of(1), hours: 8);
        var hours = Enumerable.Range(0, 7).Select(day => ShareOf(door, Monday + day, "door") * 24).ToArray();

        Assert.Equal(0, hours[0]);
        Assert.All(hours[1..], static h => Assert.InRange(h, 7.5, 8.5));
        var opensMs = door.NextChangeMs(Moment.MsOf(Monday, 0));
        var closesMs = door.NextChangeMs(opensMs);
        Assert.Equal((1, 0), (ElderHomeTests.Value(door, Moment.Of(opensMs), "door"), ElderHomeTests.Value(door, Moment.Of(closesMs), "door")));
        Assert.Equal(Monday + 1, Moment.Of(opensMs).Day);
    }

    [Fact]
    public void A_desk_is_taken_in_working_hours_as_often_as_the_community_uses_it_and_never_at_night()
    {
        var desk = new DeskPir(Dice.Of(4), use: 0.6);
        var (taken, all) = (0, 0);
        for (var day = Monday; day < Monday + 28; day++)
        {
            Assert.Equal(0, ElderHomeTests.Value(desk, Moment.At(day, 4 * 60), "motion"));
            for (var minute = 10 * 60; minute < 17 * 60 && !Almanac.IsDayOff(day); minute += 20)
                (taken, all) = (taken + (int)ElderHomeTests.Value(desk, Moment.At(day, minute), "motion"), all + 1);
        }

        Assert.InRange(taken / (double)all, 0.45, 0.75);
    }

    [Fact]
    public void The_master_counts_what_its_sub_meters_count_and_what_is_lost()
    {
        var district = SimulatedDistrict.Plan(2026, ["baihe", "jiangbin", "shanshui"], 1, SimulatedDistrictTests.Secret);
        var view = new DistrictView(district);
        var shares = new List<double>();
        foreach (var community in district.Devices.GroupBy(static d => d.Address.Community))
        {
            var meters = community.Where(static d => d.Address.Class == "waterMeter").ToDictionary(static d => d.Id, d => Month(BehaviourOf.Device(d, view, 0)));
            var master = meters[$"{community.Key}-waterMeter-c001"];
            shares.Add(100 * (master - meters.Values.Sum() + master) / master);
        }

        Assert.All(shares, static s => Assert.InRange(s, 3.5, 17));
        Assert.Equal(3, shares.Select(static s => Math.Round(s, 2)).Distinct().Count());
    }

    private static double Month(Behaviour meter) => -ElderHomeTests.Value(meter, Moment.At(Monday, 0), "volume") + ElderHomeTests.Value(meter, Moment.At(Monday + 30, 0), "volume");

    private static double ShareOf(Behaviour behaviour, long day, string quantity) =>
        Enumerable.Range(0, (int)Steps).Sum(step => ElderHomeTests.Value(behaviour, Moment.At(day, step * Moment.MinutesPerDay / Steps), quantity)) / Steps;
}
