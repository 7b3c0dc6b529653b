using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Programme;

/// <summary>The desk over a registry in a temporary folder whose log is what a walk did. No community is scored.</summary>
internal sealed class ProgrammeOffice : IAsyncDisposable
{
    private readonly TemporaryRegistry _registry;

    private ProgrammeOffice(TemporaryRegistry registry)
    {
        _registry = registry;
        var evidence = new EvidenceQueue(new FactsFeed(registry.Store), PackLibrary.Shipped, registry.Time);
        Desk = new ProgrammeDesk(registry.Store, PolicyLibrary.Shipped, new ReadinessQueries(new ScoreBoard(), PackLibrary.Shipped, evidence), registry.Time, NullLogger<ProgrammeDesk>.Instance);
    }

    internal ProgrammeDesk Desk { get; }

    internal static async Task<ProgrammeOffice> CreateAsync(ProgrammeWalk walk)
    {
        var registry = await TemporaryRegistry.CreateAsync();
        await registry.Store.WriteAsync(
            async (context, cancel) =>
            {
                context.ProgrammeEntries.AddRange(walk.Entries.Select(Row));
                return await context.SaveChangesAsync(cancel);
            },
            committed: null, TestContext.Current.CancellationToken);
        return new ProgrammeOffice(registry);
    }

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        await _registry.DisposeAsync();
    }

    private static ProgrammeEntryRow Row(ProgrammeEntry entry) =>
        new() { Position = entry.Position, AtMs = entry.At.ToUnixTimeMilliseconds(), Actor = entry.Actor, Project = entry.Act.Subject, ActJson = ActJson.Write(entry.Act) };
}
