using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Tests.Cloud.Facts;

/// <summary>A whole cloud on a folder, stopped and started again.</summary>
public sealed class FactsRestartTests : IDisposable
{
    private const string Community = "baihe";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-facts-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_people_said_is_in_the_log_and_survives_restarts_byte_for_byte()
    {
        byte[] before;
        long position;
        await using (var cloud = await StartAsync())
        {
            await PutAsync(cloud.Services.GetRequiredService<FactDesk>(), "households", 1200);
            await PutAsync(cloud.Services.GetRequiredService<FactDesk>(), "households", 1250);
            Assert.True((await cloud.Services.GetRequiredService<StandingDesk>().PutAsync(
                Community, new NewStanding { Pack = PackLibrary.Shipped.Packs[0].Name, ProjectType = "renovation", Claimed = ["CY"], EnteredBy = "Li" }, null, Cancel)).Succeeded);
            (before, position) = await FactsOfAsync(cloud);
            await cloud.StopAsync(Cancel);
        }

        await using (var cloud = await StartAsync())
        {
            var (after, _) = await FactsOfAsync(cloud);
            var past = await cloud.Services.GetRequiredService<PastStates>().AtAsync(Community, TimeProvider.System.GetUtcNow(), Cancel);

            Assert.Equal(before, after);
            Assert.Equal((1250, 2), (past.Value!.Facts.FactInputs["households"].Value, past.Value.Facts.FactInputs["households"].Revision));
            Assert.Equal(["CY"], past.Value.Facts.ClaimedScenarios);
            // A restart tells nothing anew.
            Assert.Equal(3, await EntriesAsync(cloud, LogEntryKind.Facts));
            Assert.True(position > 0);
            await cloud.StopAsync(Cancel);
        }
    }

    [Fact]
    public async Task What_the_log_lacks_is_logged_at_the_next_start()
    {
        using (var registry = RegistryStore.Open(Path.Combine(_folder, "registry.db")))
        {
            // Nobody listens: the process died between the registry's commit and the log's.
            var desk = new FactDesk(new FactsFeed(registry), PackLibrary.Shipped, new EnrolmentIndex(registry), TimeProvider.System);
            await PutAsync(desk, "households", 1200);
            await PutAsync(desk, "residents", 3000);
        }

        await using var cloud = await StartAsync();
        var (bytes, _) = await FactsOfAsync(cloud);

        var record = MessagePack.MessagePackSerializer.Deserialize<FactsRecord>(bytes, cancellationToken: Cancel);
        Assert.Equal([("households", 1200.0), ("residents", 3000)], record.Facts.Select(f => (f.Code, f.Value)));
        Assert.Equal(1, await EntriesAsync(cloud, LogEntryKind.Facts));
        await cloud.StopAsync(Cancel);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task PutAsync(FactDesk desk, string code, int value) => Assert.True((await desk.PutAsync(
        Community, code, new NewFact { Value = JsonElement.Parse($"{value}"), AsOf = new DateOnly(2026, 1, 5), Source = "register", EnteredBy = "Li" }, null, Cancel)).Succeeded);

    private async Task<WebApplication> StartAsync()
    {
        var cloud = await CloudHost.BuildAsync(
            new CloudOptions { DataFolder = _folder, Port = 0, UplinkPort = 0 }, builder => builder.Logging.SetMinimumLevel(LogLevel.Error), cancellationToken: Cancel);
        await cloud.StartAsync(Cancel);
        await cloud.Services.GetRequiredService<FactsIntoLog>().BringUpAsync(Community, Cancel);
        return cloud;
    }

    /// <summary>The facts of the state once everything said before is committed and folded.</summary>
    private static async Task<(byte[] Facts, long Position)> FactsOfAsync(WebApplication cloud)
    {
        var last = new LogItem([Community], LogEntryKind.Tick, []);
        await cloud.Services.GetRequiredService<IngestQueue>().EnqueueAsync(last, Cancel);
        await last.Committed;
        var grain = cloud.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>(Community);
        await grain.CatchUpAsync();
        await grain.SaveSnapshotAsync();
        var snapshot = await cloud.Services.GetRequiredService<ISeriesStore>().LoadSnapshotAsync(Community, Cancel);
        var state = CommunitySnapshot.Read(snapshot!.Value.State);
        return (MessagePack.MessagePackSerializer.Serialize(FactsRecord.Of(state.Facts), cancellationToken: Cancel), state.Position);
    }

    private static async Task<int> EntriesAsync(WebApplication cloud, LogEntryKind kind)
    {
        var count = 0;
        await foreach (var (entry, _) in cloud.Services.GetRequiredService<ISeriesStore>().ReadLogAsync(Community, 0, Cancel))
            count += entry.Kind == kind ? 1 : 0;
        return count;
    }
}
