using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Facts;

/// <summary>Desks of evidence over a registry in a temporary folder; a minute passes with each document.</summary>
internal sealed class EvidenceOffice : IAsyncDisposable
{
    private readonly TemporaryRegistry _registry;

    private EvidenceOffice(TemporaryRegistry registry)
    {
        _registry = registry;
        var feed = new FactsFeed(registry.Store);
        Files = new EvidenceFiles(new SmartCommunity.Cloud.Registry.RegistryOptions { Path = registry.File });
        Desk = new EvidenceDesk(feed, Files, PackLibrary.Shipped, registry.Index, registry.Time);
        Queue = new EvidenceQueue(feed, PackLibrary.Shipped, registry.Time);
        Facts = new FactDesk(feed, PackLibrary.Shipped, registry.Index, registry.Time);
        Records = new RecordDesk(feed, PackLibrary.Shipped, registry.Index, registry.Time);
        Standings = new StandingDesk(feed, PackLibrary.Shipped, registry.Index, registry.Time);
        Tables = new TableDesk(feed, PackLibrary.Shipped, Facts, Records, registry.Index);
        Changes = new ChangeList(feed, registry.Index);
    }

    internal static StandardPack Pack => PackLibrary.Shipped.Packs.Single(static p => p.Id == "zj-future-community");

    internal EvidenceFiles Files { get; }

    internal EvidenceDesk Desk { get; }

    internal EvidenceQueue Queue { get; }

    internal FactDesk Facts { get; }

    internal RecordDesk Records { get; }

    internal StandingDesk Standings { get; }

    internal TableDesk Tables { get; }

    internal ChangeList Changes { get; }

    internal static async Task<EvidenceOffice> CreateAsync() => new(await TemporaryRegistry.CreateAsync());

    internal Task<Page<QueuedEvidenceView>> ListAsync(string? community = null, string? measure = null, string state = "submitted") =>
        Queue.ListAsync(community, street: null, measure, state, page: 1, pageSize: 50, TestContext.Current.CancellationToken);

    /// <summary>Adds what pages of facts and evidence need.</summary>
    internal void AddTo(IServiceCollection services)
    {
        services.AddSingleton(_registry.Places);
        services.AddSingleton(PackLibrary.Shipped);
        services.AddSingleton(Files);
        services.AddSingleton(Desk);
        services.AddSingleton(Queue);
        services.AddSingleton(Facts);
        services.AddSingleton(Records);
        services.AddSingleton(Standings);
        services.AddSingleton(Tables);
        services.AddSingleton(Changes);
    }

    internal async Task StandAsync(string community) => Assert.True((await Standings.PutAsync(
        community, new NewStanding { Pack = Pack.Name, ProjectType = "renovation", EnteredBy = "Li" }, null, TestContext.Current.CancellationToken)).Succeeded);

    internal async Task<EvidenceView> SubmitAsync(string community, string kind, string content, DateOnly? expires = null)
    {
        _registry.Time.Advance(TimeSpan.FromMinutes(1));
        using var document = new MemoryStream(Encoding.UTF8.GetBytes($"%PDF-1.7 {content}"));
        var staged = await Files.StageAsync(document, TestContext.Current.CancellationToken);
        var evidence = new NewEvidence { Kind = kind, Title = content, FileName = $"{content}.pdf", Dated = new DateOnly(2026, 1, 5), Expires = expires, SubmittedBy = "Li" };
        var outcome = await Desk.SubmitAsync(community, evidence, staged.Value!, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, string.Join(" ", outcome.Faults.Select(f => f.Message)));
        return outcome.Value!;
    }

    internal async Task ReviewAsync(EvidenceView piece, string decision) => Assert.True((await Desk.ReviewAsync(
        piece.Community, piece.Id, new NewReview { Decision = decision, Reviewer = "Wang", Comment = "seen" }, null, TestContext.Current.CancellationToken)).Succeeded);

    public ValueTask DisposeAsync() => _registry.DisposeAsync();
}
