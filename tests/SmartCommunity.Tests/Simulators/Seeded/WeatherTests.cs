using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Tests.Simulators.Seeded;

public sealed class WeatherTests
{
    private static readonly Weather Plain = new(Dice.Of(5), []);

    [Fact]
    public void July_is_hot_and_January_cold_as_in_Hangzhou()
    {
        Assert.InRange(MonthMean(1), 2, 8);
        Assert.InRange(MonthMean(7), 27, 32);
        Assert.InRange(MonthMean(4), 14, 20);
    }

    [Fact]
    public void An_afternoon_is_warmer_and_drier_than_the_dawn_before_it()
    {
        var day = Almanac.NumberOf(new DateOnly(2026, 5, 20));

        Assert.True(Plain.Celsius(Moment.At(day, 14.5 * 60)) > Plain.Celsius(Moment.At(day, 5 * 60)) + 3);
        Assert.True(Plain.Humidity(Moment.At(day, 14.5 * 60)) < Plain.Humidity(Moment.At(day, 5 * 60)));
    }

    [Fact]
    public void A_spell_comes_and_goes_within_half_a_day_and_leaves_the_rest_alone()
    {
        var day = Almanac.NumberOf(new DateOnly(2026, 7, 20));
        var spell = new WeatherSpell(Moment.MsOf(day, 0), Moment.MsOf(day + 3, 0), Celsius: 6, MinCloud: 1, MinRainMmPerHour: 30);
        var hot = new Weather(Dice.Of(5), [spell]);

        Assert.Equal(Plain.Celsius(Moment.At(day - 1, 60)), hot.Celsius(Moment.At(day - 1, 60)));
        Assert.Equal(0, Plain.Celsius(Moment.At(day + 5, 60)) - hot.Celsius(Moment.At(day + 5, 60)));
        Assert.True(hot.DayMean(day + 1).Celsius > Plain.DayMean(day + 1).Celsius + 5);
        Assert.Equal(1, hot.Cloud(Moment.At(day + 1, 720)));
        Assert.True(hot.RainMmPerHour(Moment.At(day + 1, 720)) >= 30);
    }

    private static double MonthMean(int month) =>
        Enumerable.Range(1, 28).Average(d => Plain.DayMean(Almanac.NumberOf(new DateOnly(2026, month, d))).Celsius);
}
