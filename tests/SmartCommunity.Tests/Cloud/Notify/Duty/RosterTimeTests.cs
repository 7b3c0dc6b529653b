using System.Globalization;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Cloud.Notify.Duty.Rosters;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

public sealed class RosterTimeTests
{
    private const long HourMs = 3_600_000;

    // A Monday.
    private static readonly DateOnly _monday = new(2026, 3, 2);

    [Theory]
    [InlineData(0, 7, "night")] // From Sunday evening.
    [InlineData(0, 8, "day")]
    [InlineData(0, 19, "day")]
    [InlineData(0, 20, "night")]
    [InlineData(6, 23, "night")]
    public void A_shift_that_ends_in_the_morning_reaches_into_the_next_day(int day, int hour, string expected) =>
        Assert.Equal([expected], OnDuty(Full, "duty", day, hour));

    [Fact]
    public void A_holiday_replaces_the_shifts_that_begin_on_it_and_leaves_the_night_before_alone()
    {
        var roster = Full with { Days = [new DutyDay { Date = _monday, Role = "duty", Reason = "Holiday", From = "10:00", To = "16:00", Contacts = ["standIn"] }] };

        Assert.Equal(["night"], OnDuty(roster, "duty", 0, 7));
        Assert.Empty(OnDuty(roster, "duty", 0, 9));
        Assert.Equal(["standIn"], OnDuty(roster, "duty", 0, 10));
        Assert.Empty(OnDuty(roster, "duty", 0, 21));
        Assert.Empty(OnDuty(roster, "duty", 1, 3));
        Assert.Equal(["day"], OnDuty(roster, "duty", 1, 8));
        Assert.Equal(["care"], OnDuty(roster, "care", 0, 9));
    }

    [Fact]
    public void A_day_without_people_is_a_day_without_duty()
    {
        var roster = Full with { Days = [new DutyDay { Date = _monday, Role = "care", Reason = "Outing" }] };

        Assert.Empty(OnDuty(roster, "care", 0, 9));
        Assert.Equal(["care"], OnDuty(roster, "care", 1, 9));
    }

    [Theory]
    [InlineData("2026-10-01", "holiday")] // Thursday, National Day.
    [InlineData("2026-10-10", "office")] // Saturday, worked to make up for it.
    [InlineData("2026-10-11", "weekend")] // Sunday.
    [InlineData("2026-10-12", "office")] // Monday.
    [InlineData("2026-10-31", "weekend")] // Saturday.
    [InlineData("2025-10-01", "office")] // Wednesday of a year whose holidays nobody entered.
    public void Shifts_go_by_kinds_of_days(string day, string expected)
    {
        var roster = Full with
        {
            Shifts =
            [
                Shift("care", "08:00", "18:00", "office") with { DayKinds = [DayKinds.Workday] }, Shift("care", "08:00", "18:00", "weekend") with { DayKinds = [DayKinds.Restday] },
                Shift("care", "08:00", "18:00", "holiday") with { DayKinds = [DayKinds.Holiday] },
            ],
            Contacts = [Person("office"), Person("weekend"), Person("holiday")],
        };

        Assert.Equal([expected], RosterTime.OnDuty(roster, NationalDay, "care", ChinaTime.StartMs(DateOnly.Parse(day, CultureInfo.InvariantCulture)) + (9 * HourMs)).Select(static p => p.Contact));
    }

    [Fact]
    public void A_shift_of_some_weekdays_and_a_kind_of_day_needs_both_and_its_night_reaches_into_the_holiday()
    {
        var roster = Full with { Shifts = [Shift("duty", "20:00", "08:00", "night") with { Days = [3], DayKinds = [DayKinds.Workday] }] };
        var eve = ChinaTime.StartMs(new DateOnly(2026, 9, 30)); // A Wednesday before the holiday.

        Assert.Equal(["night"], RosterTime.OnDuty(roster, NationalDay, "duty", eve + (31 * HourMs)).Select(static p => p.Contact));
        Assert.Empty(RosterTime.OnDuty(roster, NationalDay, "duty", eve + (7 * ChinaTime.DayMs) + (21 * HourMs)));
    }

    [Fact]
    public void Who_stands_in_is_called_only_while_they_do_and_may_be_away_too()
    {
        var roster = Full with { Substitutes = [Away("day", "standIn", 9, 12), Away("standIn", "care", 10, 11)] };

        Assert.Equal(["day", "standIn", "care", "standIn", "day"], new[] { 8, 9, 10, 11, 12 }.Select(hour => Assert.Single(OnDuty(roster, "duty", 0, hour))));
        Assert.Equal("day", Assert.Single(RosterTime.OnDuty(roster, DutyCalendar.Empty, "duty", At(0, 9))).StandsInFor);
    }

    [Fact]
    public void Two_who_stand_in_for_each_other_keep_their_own_shifts()
    {
        var roster = Full with { Substitutes = [Away("day", "standIn", 0, 24), Away("standIn", "day", 0, 24)] };

        Assert.Equal(["day"], OnDuty(roster, "duty", 0, 9));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Periods_have_no_holes_and_say_what_each_instant_says(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var roster = Random(random);
            var (from, to) = (At(0, 0) + (random.Next(0, 600) * 60_000L), At(7, 0));

            var periods = RosterTime.Periods(roster, DutyCalendar.Empty, "duty", from, to);

            Assert.Equal((from, to), (periods[0].From.ToUnixTimeMilliseconds(), periods[^1].To.ToUnixTimeMilliseconds()));
            Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
            Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.NotEqual(pair.First.People, pair.Second.People));
            for (var probe = 0; probe < 40; probe++)
            {
                var at = from + (long)(random.NextDouble() * (to - from));
                var period = Assert.Single(periods, p => p.From.ToUnixTimeMilliseconds() <= at && at < p.To.ToUnixTimeMilliseconds());
                Assert.True(RosterTime.OnDuty(roster, DutyCalendar.Empty, "duty", at).SequenceEqual(period.People), $"seed {seed}, round {round}, {ChinaTime.Format(at)}");
            }
        }
    }

    private static Roster Random(Random random)
    {
        string[] people = ["day", "night", "care", "standIn"];
        string Time() => FormattableString.Invariant($"{random.Next(0, 24):00}:{random.Next(0, 4) * 15:00}");
        string One() => people[random.Next(people.Length)];
        return Full with
        {
            Shifts = [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => Shift("duty", Time(), Time(), One()) with { Days = [random.Next(1, 8)] })],
            Days = [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => new DutyDay { Date = _monday.AddDays(random.Next(-1, 8)), Role = "duty", Reason = "x", From = Time(), To = Time(), Contacts = random.Next(3) == 0 ? [] : [One()] })],
            Substitutes = [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => Away(One(), One(), random.Next(0, 80), random.Next(81, 160)))],
        };
    }

    private static DutySubstitute Away(string contact, string substitute, int fromHour, int toHour) => new() { Contact = contact, Substitute = substitute, From = ChinaTime.From(At(0, fromHour)), To = ChinaTime.From(At(0, toHour)) };

    private static long At(int day, int hour) => ChinaTime.StartMs(_monday.AddDays(day)) + (hour * HourMs);

    private static DutyCalendar NationalDay { get; } = DutyCalendar.Empty.With(
        2026,
        new CalendarYear
        {
            Source = "test", Days = [new CalendarSpan(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 7), DayKinds.Holiday, "National Day"), new CalendarSpan(new DateOnly(2026, 10, 10), new DateOnly(2026, 10, 10), DayKinds.Workday, "make-up")],
        });

    private static IEnumerable<string> OnDuty(Roster roster, string role, int day, int hour) => RosterTime.OnDuty(roster, DutyCalendar.Empty, role, At(day, hour)).Select(static p => p.Contact);
}
