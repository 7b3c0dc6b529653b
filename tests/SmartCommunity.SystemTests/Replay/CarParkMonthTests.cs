using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;
using SmartCommunity.Storage.Series;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Replay;

/// <summary>The main job on real input: a recorded month of car parks through the whole line.</summary>
[Trait("Category", "Line")]
public sealed class CarParkMonthTests
{
    private static string DataFolder => Environment.GetEnvironmentVariable("SMARTCOMMUNITY_DATA") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Repository.Root, "..", "shared", "data");

    [Fact]
    public async Task The_month_is_stored_to_the_last_count_and_the_chart_of_a_lot_equals_its_file()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(DataFolder, "parking_de")), $"The recorded car parks are not in {DataFolder}.");
        await using var line = await LineUnderTest.StartAsync();
        var plan = ReplayPlan.Load(DataFolder, ReplayDataset.CarParks, [LineUnderTest.Community], id => line.Tokens.GetValueOrDefault(id, ""));
        await line.EnrolAsync(plan.Devices.Select(d => (d.Id, d.Address.Class)));
        // The plan has read the tokens before they were issued.
        plan = ReplayPlan.Load(DataFolder, ReplayDataset.CarParks, [LineUnderTest.Community], id => line.Tokens[id]);

        var summary = await ReplayRun.RunAsync(plan, new ReplayOptions { Endpoint = _ => line.Mqtt }, TimeProvider.System, progress: null, TestContext.Current.CancellationToken);
        await line.WaitForDrainAsync();

        Assert.Equal(plan.Counts.Messages, summary.Last.Acknowledged);
        var (busiest, points) = plan.Counts.Series.Where(s => s.Key.Quantity == "freeSpots").MaxBy(s => s.Value);
        var chart = await line.Api.GetFromJsonAsync<SeriesView>(
            $"api/v1/devices/{busiest.Device}/series/freeSpots?from={plan.FirstMs}&to={plan.LastMs + 1}&downsampling=none&maxPoints=20000",
            TestContext.Current.CancellationToken);
        Assert.Equal(points, chart!.Points.Count);
        Assert.Equal(plan.Series(busiest.Device, "freeSpots"), chart.Points.Select(p => (p.At.ToUnixTimeMilliseconds(), p.Value)));
        await CheckCountsAsync(line, plan);
    }

    private static async Task CheckCountsAsync(LineUnderTest line, ReplayPlan plan)
    {
        await line.Cloud.StopAsync();
        await using var store = await DuckDbSeriesStore.OpenAsync(
            new DuckDbSeriesOptions { Folder = line.SeriesFolder }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        Assert.Equal(plan.Counts.Measurements, await store.CountAsync(device: null, CancellationToken.None));
        foreach (var device in plan.Counts.Series.GroupBy(s => s.Key.Device))
            Assert.Equal(device.Sum(s => s.Value), await store.CountAsync(device.Key, CancellationToken.None));
    }
}
