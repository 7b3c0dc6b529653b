using System.Text.Json;
using SmartCommunity.Anomaly.Falls;
using SmartCommunity.Cloud.Alerts.Falls;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Series;
using SmartCommunity.Tests.Anomaly.Falls;

namespace SmartCommunity.Tests.Cloud.Alerts.Falls;

/// <summary>A whole cloud with a model learned from made trials: impacts go in, falls come out as events of the log and as alerts.</summary>
public sealed class FallWorksTests : IDisposable
{
    private const string Community = StartedCloud.Community, Class = "fallWatch", Watch = "watch-1";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-falls-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_impact_that_is_a_fall_becomes_an_event_with_probability_and_model_and_an_alert_and_a_restart_makes_no_second()
    {
        var model = FallTraining.Run(MadeTrials.All, ["SE01"], 1, DateTimeOffset.UnixEpoch);
        await File.WriteAllBytesAsync(Path.Combine(_folder, FallModels.File), FallModelFile.Write(model), Cancel);
        await using (var cloud = await StartedCloud.OfAsync(_folder, (Watch, Class)))
        {
            var raised = cloud.NextRaisedAsync("fall");
            // Judged one after the other: once the last is an alert, the others were none.
            foreach (var (id, data) in new[] { ("i-1", "{}"), ("i-2", Impacts.DataOf(Motion.Walk(12))), ("i-3", Impacts.DataOf(Motion.Fall(5, 7))) })
                await cloud.TellAsync(Watch, Class, ImpactReader.Event, id, data);

            var alert = (await raised).Alert;
            var store = cloud.Get<ISeriesStore>();
            var fall = await store.FindEventAsync(Community, Watch, "i-3.fall", Cancel);

            Assert.Equal(("fall", $"device:{Watch}#i-3.fall", 1), (alert.Rule, alert.Subject, alert.Priority));
            using var told = JsonDocument.Parse(fall!.DataJson);
            Assert.Equal($"falls@{model.Version}", told.RootElement.GetProperty("model").GetString());
            Assert.InRange(told.RootElement.GetProperty("confidence").GetDouble(), model.Threshold, 1);
            Assert.Null(await store.FindEventAsync(Community, Watch, "i-2.fall", Cancel));
        }

        await using var again = await StartedCloud.OfAsync(_folder, (Watch, Class));
        var second = again.NextRaisedAsync("fall");
        again.Get<ImpactInbox>().Post(new Impact(Community, Class, Watch, "i-3", NowMs, NowMs, Impacts.DataOf(Motion.Fall(5, 7))));
        await again.TellAsync(Watch, Class, ImpactReader.Event, "i-4", Impacts.DataOf(Motion.Fall(5, 8)));

        Assert.EndsWith("#i-4.fall", (await second).Alert.Subject, StringComparison.Ordinal);
        Assert.Equal(2, again.Get<AlertLedger>().Count(new AlertFilter([], [], 3, "fall", "")).Values.Sum());
    }

    [Fact]
    public async Task A_cloud_that_is_given_a_damaged_model_does_not_start_without_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, FallModels.File), "no model", Cancel);

        var fault = Assert.Throws<InvalidDataException>(() => FallModels.Of(_folder));

        Assert.Contains("falls.model is no fall model", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
