using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Console;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Tests.Console;

public sealed class CalendarTextTests
{
    private static readonly CalendarSpan[] _days =
    [
        new(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 7), DayKinds.Holiday, "国庆节"), new(new DateOnly(2026, 10, 10), new DateOnly(2026, 10, 10), DayKinds.Workday, "国庆节 调休"),
        new(new DateOnly(2026, 12, 31), new DateOnly(2026, 12, 31), DayKinds.Restday, "年终盘点"),
    ];

    [Theory]
    [InlineData("zh-CN", "2026-10-01..2026-10-07 放假 国庆节\n2026-10-10 上班 国庆节 调休\n2026-12-31 休息 年终盘点")]
    [InlineData("en", "2026-10-01..2026-10-07 holiday 国庆节\n2026-10-10 workday 国庆节 调休\n2026-12-31 restday 年终盘点")]
    public void What_stands_there_is_written_as_it_can_be_read_again(string language, string lines)
    {
        using var context = new ConsoleContext(language);

        Assert.Equal(lines, CalendarText.Write(new CalendarYear { Source = "test", Days = _days }));
        Assert.Equal(_days, CalendarText.Read(lines, Words(context)).Days);
    }

    [Fact]
    public void Lines_of_an_announcement_are_read_as_people_write_them()
    {
        using var context = new ConsoleContext();

        var (days, faults) = CalendarText.Read("\r\n 2026-10-01至2026-10-07，放假，国庆节\r\n2026-10-10, 调休上班, 国庆节 调休\n\n2026-12-31 ~ 2026-12-31  休息   年终盘点\n", Words(context));

        Assert.Empty(faults);
        Assert.Equal(_days, days);
    }

    [Theory]
    [InlineData("2026-10-01")]
    [InlineData("2026-10-01 放假")]
    [InlineData("2026-02-30 放假 元旦")]
    [InlineData("2026-10-01..soon 放假 国庆节")]
    [InlineData("2026-10-01 party 国庆节")]
    public void A_line_that_says_nothing_of_the_kind_is_named(string line)
    {
        using var context = new ConsoleContext();

        var (days, faults) = CalendarText.Read($"2026-05-01 放假 劳动节\n{line}", Words(context));

        Assert.Single(days);
        Assert.Equal(("days", $"Line 2 '{line}' is not a day or span, a kind and a name."), (Assert.Single(faults).Field, faults[0].Message));
    }

    private static IStringLocalizer Words(ConsoleContext context) => context.Services.GetRequiredService<IStringLocalizer<Ui>>();
}
