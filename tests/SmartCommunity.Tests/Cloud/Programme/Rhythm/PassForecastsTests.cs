using SmartCommunity.Programme.Forecasts;
using SmartCommunity.Storage.Scores;
using static SmartCommunity.Tests.Cloud.Programme.Rhythm.RhythmOffice;

namespace SmartCommunity.Tests.Cloud.Programme.Rhythm;

public sealed class PassForecastsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_with_a_history_has_a_probability_and_one_without_says_why_not()
    {
        await using var office = await CreateAsync(China(2022, 1, 1, 9));
        for (var day = 1; day <= 90; day++)
            office.Snapshot("jiangbin", ScoreSnapshotKind.Day, China(2022, 1, 1).AddDays(day), 70 + (day / 5.0));
        office.Board.Publish("jiangbin", Score("jiangbin", China(2022, 4, 1), 88));
        office.Snapshot("yicheng", ScoreSnapshotKind.Day, China(2022, 1, 2), 90);
        office.Board.Publish("yicheng", Score("yicheng", China(2022, 4, 1), 90));
        office.Time.SetUtcNow(China(2022, 4, 1, 9));
        var outlook = await office.Forecasts.AllAsync(Cancel);

        Assert.Equal(17, outlook.Rows.Count);
        var known = outlook.Rows.Single(r => r.Project == "jiangbin");
        Assert.Equal((90, 88.0, Pack.Scoring.PassMark), (known.HistoryDays, known.Last!.Value.Points, known.PassMark!.Value));
        Assert.Equal(new DateOnly(2022, 6, 30), known.Forecast.Due);
        Assert.True(known.Forecast.Probability > 0.99);
        Assert.Equal(ForecastMissing.TooFewDays, outlook.Rows.Single(r => r.Project == "yicheng").Forecast.Missing);
        Assert.Equal((ForecastMissing.TooFewDays, 0, null), (outlook.Rows[0].Forecast.Missing, outlook.Rows[0].HistoryDays, outlook.Rows[0].PassMark));
        Assert.Equal(1, outlook.Calibration.Histories);
        // Weekly from day 49, with 28 days ahead until day 89.
        Assert.Equal(Enumerable.Range(0, 13).Select(w => w * 7).Where(d => d >= 49).Sum(d => Calibration.Horizons.Count(h => d + h < 90)), outlook.Calibration.Count);
    }

    [Fact]
    public async Task A_revision_of_a_day_counts_instead_of_it_and_days_under_another_pack_do_not()
    {
        await using var office = await CreateAsync(China(2022, 1, 1, 9));
        office.Board.Publish("jiangbin", Score("jiangbin", China(2022, 4, 1), 88));
        office.Snapshot("jiangbin", ScoreSnapshotKind.Day, China(2022, 3, 1), 60);
        office.Time.SetUtcNow(China(2022, 4, 1, 9));
        Assert.Equal(60, (await office.Forecasts.AllAsync(Cancel)).Rows.Single(r => r.Project == "jiangbin").Last!.Value.Points);
        office.Snapshot("jiangbin", ScoreSnapshotKind.Day, China(2022, 3, 1), 65, revision: 2, reason: "late");

        Assert.Equal(65, (await office.Forecasts.AllAsync(Cancel)).Rows.Single(r => r.Project == "jiangbin").Last!.Value.Points);
        office.Board.Publish("jiangbin", Score("jiangbin", China(2022, 4, 2), 88) with { Pack = PackOfAnotherTime });
        Assert.Equal(0, (await office.Forecasts.AllAsync(Cancel)).Rows.Single(r => r.Project == "jiangbin").HistoryDays);
    }

    [Fact]
    public async Task A_shut_gate_is_a_gap_for_each_measure_and_the_veto_that_repeats_it_is_none()
    {
        await using var office = await CreateAsync(China(2022, 1, 1, 9));
        office.Board.Publish("jiangbin", Score("jiangbin", China(2022, 4, 1), 88));
        var score = office.Snapshot("jiangbin", ScoreSnapshotKind.Day, China(2022, 3, 1), 60, known: false);
        office.Time.SetUtcNow(China(2022, 4, 1, 9));

        Assert.Contains("bindingAtZero", score.Vetoes);
        Assert.Equal(score.GateFailures.Count, (await office.Forecasts.AllAsync(Cancel)).Rows.Single(r => r.Project == "jiangbin").Last!.Value.OpenGaps);
    }

    private static string PackOfAnotherTime => SmartCommunity.Indicators.Packs.PackLibrary.Shipped.Packs.First(p => p.Name != Pack.Name).Name;
}
