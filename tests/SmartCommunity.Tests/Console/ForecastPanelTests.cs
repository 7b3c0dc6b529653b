using Bunit;
using SmartCommunity.Anomaly.Forecasts;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Telemetry;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class ForecastPanelTests
{
    private const string Measure = "JT-21b";
    private const int Horizon = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateOnly Today = ChinaTime.DayOf(ConsoleContext.StartMs);

    [Fact]
    public async Task A_measure_with_history_is_forecast_with_its_interval_and_coverage_and_one_without_says_what_lacks()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        var latest = Score(scored, 70, Measure, "ZL-33c");
        scored.Board.Publish(ScoredCommunity.Code, latest);
        var days = Forecaster.NeededDays(Horizon + 1);
        for (var back = days; back >= 1; back--)
        {
            var day = Today.AddDays(-back);
            scored.Snapshot(Score(scored, day.DayOfWeek == DayOfWeek.Sunday ? 40 : 70, Measure), ChinaTime.StartMs(day.AddDays(1)), 1, "");
        }

        var answer = await scored.Forecasts.ToAsync(ScoredCommunity.Code, Today.AddDays(Horizon), TestContext.Current.CancellationToken);
        var again = await scored.Forecasts.ToAsync(ScoredCommunity.Code, Today.AddDays(Horizon), TestContext.Current.CancellationToken);
        var panel = Open(scored, Today.AddDays(Horizon).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

        var forecast = answer.Value!.Measures.Single(m => m.Measure == Measure).Forecast!;
        Assert.Equal(Today.AddDays(Horizon).DayOfWeek == DayOfWeek.Sunday ? 40 : 70, forecast.Value);
        Assert.Equal(1, forecast.Test.Coverage);
        Assert.Same(answer.Value, again.Value);
        panel.WaitForAssertion(() => Assert.Equal(2, panel.FindAll("tbody tr").Count), Patience);
        var rows = panel.FindAll("tbody tr").ToDictionary(r => r.QuerySelector(".mono")!.TextContent, r => r.TextContent);
        Assert.Contains("100 % of 20 days (meant: 80 %)", rows[Measure], StringComparison.Ordinal);
        Assert.Contains($"0 days of history, {days} are needed", rows["ZL-33c"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-23", "must be a day after today, 2026-11-23, and at most 182 days ahead")]
    [InlineData("2027-12-31", "at most 182 days ahead")]
    [InlineData("soon", "must be a day such as 2026-12-31")]
    public async Task A_day_that_cannot_be_forecast_is_refused_by_name(string to, string message)
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        scored.Board.Publish(ScoredCommunity.Code, Score(scored, 70, Measure));

        var panel = Open(scored, to);

        panel.WaitForAssertion(() => Assert.Contains(message, panel.Markup, StringComparison.Ordinal), Patience);
    }

    private static IRenderedComponent<ForecastPanel> Open(ScoredCommunity scored, string to) => scored.Context.Render<ForecastPanel>(p => p
        .Add(f => f.Community, ScoredCommunity.Code).Add(f => f.To, to).Add(f => f.Words, new PackWords(null)));

    /// <summary>A score of the real pack in which these measures are live and have a value.</summary>
    private static CommunityScore Score(ScoredCommunity scored, double value, params string[] live)
    {
        var score = ScoredCommunity.Score(scored.State(ConsoleContext.StartMs));
        return score with
        {
            Scenarios =
            [
                .. score.Scenarios.Select(s => s with
                {
                    Indicators = [.. s.Indicators.Select(i => i with { Measures = [.. i.Measures.Select(m => live.Contains(m.Id) ? m with { State = MeasureState.Scored, Badge = Badge.Live, Value = value } : m)] })],
                }),
            ],
        };
    }
}
