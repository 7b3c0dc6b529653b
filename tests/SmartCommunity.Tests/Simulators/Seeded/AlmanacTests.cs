using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Tests.Simulators.Seeded;

public sealed class AlmanacTests
{
    [Theory]
    [InlineData("2026-02-17", DayKind.Holiday)]
    [InlineData("2026-02-14", DayKind.Workday)]
    [InlineData("2026-10-10", DayKind.Workday)]
    [InlineData("2026-10-11", DayKind.Weekend)]
    [InlineData("2026-11-25", DayKind.Workday)]
    [InlineData("2027-02-06", DayKind.Holiday)]
    [InlineData("2027-06-09", DayKind.Holiday)]
    [InlineData("2028-01-01", DayKind.Weekend)]
    [InlineData("2025-10-01", DayKind.Workday)]
    internal void A_day_is_what_the_arrangement_says_and_without_one_what_the_week_says(string date, DayKind kind) =>
        Assert.Equal(kind, Almanac.KindOf(Almanac.NumberOf(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture))));
}
