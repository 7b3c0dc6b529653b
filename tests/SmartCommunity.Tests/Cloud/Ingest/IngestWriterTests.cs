using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;
using SmartCommunity.Tests.Cli;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Ingest;

public sealed class IngestWriterTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_commit_that_could_take_no_more_is_not_followed_by_a_pause()
    {
        using var folder = new TemporaryFolder();
        await using var store = await DuckDbSeriesStore.OpenAsync(new DuckDbSeriesOptions { Folder = folder.Path }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await using var registry = await TemporaryRegistry.CreateAsync();
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var queue = new IngestQueue();
        queue.Open();
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        // Its entries are of no community, so none is handed on: the dispatcher needs no grains.
        using var writer = new IngestWriter(
            queue, store, registry.Index, new CommandDesk(registry.Store, registry.Index, TimeProvider.System, NullLogger<CommandDesk>.Instance),
            new CommunityDispatcher(null!, TimeProvider.System, NullLogger<CommunityDispatcher>.Instance), new MarkTable(), new IngestMetrics(services.GetRequiredService<IMeterFactory>(), queue),
            Options.Create(new IngestOptions { MaxFramesPerCommit = 2, CommitInterval = TimeSpan.FromHours(1) }), lifetime, TimeProvider.System, NullLogger<IngestWriter>.Instance);
        LogItem[] items = [.. Enumerable.Range(0, 7).Select(static _ => new LogItem([], LogEntryKind.Tick, []))];
        foreach (var item in items)
            await queue.EnqueueAsync(item, TestContext.Current.CancellationToken);

        await writer.StartAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(items.Select(static i => i.Committed)).WaitAsync(_patience, TestContext.Current.CancellationToken);

        await writer.StopAsync(TestContext.Current.CancellationToken);
    }
}
