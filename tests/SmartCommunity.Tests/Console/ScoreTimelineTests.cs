using Bunit;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Text;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Tests.Console;

public sealed class ScoreTimelineTests
{
    private const long HourMs = 3_600_000;

    [Fact]
    public void A_total_holds_until_the_next_one_was_recorded()
    {
        var curve = new ScoreCurve([Record(250, 40), Record(500, 60)], fromMs: 0, toMs: 1_000);

        Assert.Equal("250,60 500,60 500,40 1000,40", curve.Points);
        Assert.Equal((250L, (long?)null), curve.Beside(500));
        Assert.Equal((null, 250L), curve.Beside(100));
        Assert.Equal((500L, (long?)null), curve.Beside(700));
    }

    [Fact]
    public async Task The_slider_steps_and_live_name_the_instant()
    {
        await using var context = new ConsoleContext();
        List<string?> gone = [];
        var now = ConsoleContext.StartMs;
        var records = new[] { Record(now - (12 * HourMs), 40), Record(now - (6 * HourMs), 60) };
        var timeline = context.Render<ScoreTimeline>(p => p
            .Add(t => t.Records, records).Add(t => t.Span, ScoreSpan.Day).Add(t => t.At, null).Add(t => t.PassMark, 60.0).Add(t => t.OnGo, at => gone.Add(at)));

        Assert.Contains("lowest 40", timeline.Find("#timeline-summary").TextContent, StringComparison.Ordinal);
        Assert.True(timeline.Find("[data-live]").HasAttribute("disabled"));
        await timeline.Find("input[type=range]").ChangeAsync(new() { Value = "250" });
        await timeline.Find("[data-step-back]").ClickAsync(new());
        timeline.Render(p => p.Add(t => t.At, DateTimeOffset.FromUnixTimeMilliseconds(now - (6 * HourMs))));
        await timeline.Find("[data-step-back]").ClickAsync(new());
        await timeline.Find("[data-step-on]").ClickAsync(new());
        await timeline.Find("[data-live]").ClickAsync(new());

        Assert.Equal([now - (12 * HourMs), now - (6 * HourMs), now - (12 * HourMs), null, null], gone.Select(Instant));
    }

    [Fact]
    public async Task Play_goes_from_the_first_record_to_now_and_ends_there()
    {
        await using var context = new ConsoleContext();
        List<string?> gone = [];
        var now = ConsoleContext.StartMs;
        var timeline = context.Render<ScoreTimeline>(p => p
            .Add(t => t.Records, [Record(now - HourMs, 40)]).Add(t => t.Span, ScoreSpan.Day).Add(t => t.At, null).Add(t => t.OnGo, at => gone.Add(at)));

        await timeline.Find("[data-play]").ClickAsync(new());
        timeline.Render(p => p.Add(t => t.At, DateTimeOffset.FromUnixTimeMilliseconds(now - HourMs)));
        Assert.Equal("true", timeline.Find("[data-play]").GetAttribute("aria-pressed"));
        // A frame is 24 minutes of the day: the third passes now.
        for (var frame = 0; frame < 3; frame++)
        {
            var seen = gone.Count;
            context.Time.Advance(TimeSpan.FromSeconds(1));
            await timeline.WaitForStateAsync(() => gone.Count > seen);
            if (gone[^1] is { } at)
                timeline.Render(p => p.Add(t => t.At, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));
        }

        Assert.Null(gone[^1]);
        Assert.Equal("false", timeline.Find("[data-play]").GetAttribute("aria-pressed"));
    }

    private static long? Instant(string? at) => at is null ? null : DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static ScoreRecord Record(long instantMs, double total) => new(ScoredCommunity.Code, instantMs, instantMs, "pack@1", "", "", total, total);
}
