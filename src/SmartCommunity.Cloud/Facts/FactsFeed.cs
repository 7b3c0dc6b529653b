using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// The one way by which what people say gets into the registry and from there to whoever listens (the communities' logs). A change is durable when its call returns. Thread-safe.
/// </summary>
public sealed class FactsFeed(RegistryStore store)
{
    /// <summary>
    /// Raised after a change that was committed. Calls come one at a time and in order of version; a handler must be quick and must not change the registry itself.
    /// </summary>
    internal event Action<FactsChange>? Changed;

    /// <summary>The registry behind it, for reading.</summary>
    internal RegistryStore Store => store;

    /// <summary>Changes rows of one community in one transaction. What the function adds to the change is told on; with a fault it must not have saved anything.</summary>
    internal Task<Outcome<T>> WriteAsync<T>(string community, Func<RegistryContext, FactsChange, CancellationToken, Task<Outcome<T>>> write, CancellationToken cancellationToken)
    {
        var change = new FactsChange(community);
        return store.WriteAsync(
            (context, cancel) => write(context, change, cancel),
            _ =>
            {
                if (!change.IsEmpty)
                    Changed?.Invoke(change);
            },
            cancellationToken);
    }

    /// <summary>Everything of a community that changed after the versions given.</summary>
    internal async Task<FactsChange> ChangedSinceAsync(string community, FactsVersions since, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        // Read first: a row that changes meanwhile has a later version, and its own change tells of it.
        var version = await RegistryStore.VersionAsync(context, cancellationToken);
        var change = new FactsChange(community) { Version = version };
        var facts = context.Facts.AsNoTracking().Where(r => r.Community == community && r.Version > since.Facts && r.Version <= version).OrderBy(r => r.Code);
        change.Facts.AddRange((await facts.ToListAsync(cancellationToken)).Select(FactRows.Logged));
        var records = context.Records.AsNoTracking().Where(r => r.Community == community && r.Version > since.Facts && r.Version <= version).OrderBy(r => r.Kind).ThenBy(r => r.Id);
        change.Records.AddRange((await records.ToListAsync(cancellationToken)).Select(FactRows.Logged));
        var standing = await context.Standings.AsNoTracking().SingleOrDefaultAsync(r => r.Community == community && r.Version > since.Facts && r.Version <= version, cancellationToken);
        change.Standing = standing is null ? null : FactRows.Logged(standing);
        var evidence = context.Evidence.AsNoTracking().Where(r => r.Community == community && r.Version > since.Evidence && r.Version <= version).OrderBy(r => r.Id);
        change.Evidence.AddRange((await evidence.ToListAsync(cancellationToken)).Select(FactRows.Logged));
        var steps = context.EventSteps.AsNoTracking().Where(r => r.Community == community && r.Version > since.Steps && r.Version <= version).OrderBy(r => r.Version);
        change.Steps.AddRange((await steps.ToListAsync(cancellationToken)).Select(FactRows.Logged));
        var actions = context.AlertActions.AsNoTracking().Where(r => r.Community == community && r.Version > since.Alerts && r.Version <= version).OrderBy(r => r.Version);
        change.AlertActions.AddRange((await actions.ToListAsync(cancellationToken)).Select(AlertActionFold.Logged));
        var settings = context.AlertSettings.AsNoTracking().Where(r => r.Community == community && r.Version > since.AlertSettings && r.Version <= version).OrderBy(r => r.Version);
        change.AlertSettings.AddRange((await settings.ToListAsync(cancellationToken)).Select(LoggedAlertSetting.Of));
        return change;
    }

    /// <summary>Adds a row of history to the caller's transaction.</summary>
    internal static void Remember(RegistryContext context, string community, string subject, long revision, long atMs, string actor, string action, object logged) =>
        context.Add(new ChangeRow
        {
            Community = community, Subject = subject, Revision = revision, AtMs = atMs, Actor = actor, Action = action, RowJson = FactRows.HistoryJson(logged),
        });
}
