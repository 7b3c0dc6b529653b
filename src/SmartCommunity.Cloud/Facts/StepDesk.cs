using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Facts;

/// <summary>What people did about events. Of each step of an event the first is kept: it cannot be undone or moved. Thread-safe.</summary>
public sealed class StepDesk(FactsFeed feed, ISeriesStore series, EnrolmentIndex enrolments, TimeProvider time)
{
    /// <summary>The steps there are, in the order in which they follow each other.</summary>
    public static IReadOnlyList<string> Steps { get; } = ["acknowledged", "onSite", "followedUp", "closed"];

    // A device's clock may be a little ahead of the one on the wall; the quality of its values says when it is more.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>A page of steps of a community, the latest first.</summary>
    public async Task<Outcome<Page<StepView>>> ListAsync(string community, DateTimeOffset from, DateTimeOffset to, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        if (enrolments.StreetOf(community) is null)
            return FactCheck.UnknownCommunity(community);
        if (from > to)
            return FactCheck.Invalid("from", $"from {from:O} must not be after to {to:O}.");
        await using var context = feed.Store.CreateDbContext();
        var (fromMs, toMs) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        var rows = context.EventSteps.AsNoTracking().Where(s => s.Community == community && s.AtMs >= fromMs && s.AtMs < toMs);
        var total = await rows.LongCountAsync(cancellationToken);
        var shown = await rows.OrderByDescending(s => s.AtMs).ThenByDescending(s => s.Version).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<StepView>([.. shown.Select(FactRows.View)], total, page, pageSize);
    }

    /// <summary>The steps about one event, by time.</summary>
    public async Task<Outcome<IReadOnlyList<StepView>>> OfEventAsync(string community, string device, string eventId, CancellationToken cancellationToken)
    {
        var (_, fault) = await EventAsync(community, device, eventId, cancellationToken);
        await using var context = feed.Store.CreateDbContext();
        var rows = await context.EventSteps.AsNoTracking().Where(s => s.Community == community && s.Device == device && s.EventId == eventId).ToListAsync(cancellationToken);
        // Steps outlive the event's own row, which is kept as long as its series.
        return fault is not null && rows.Count == 0 ? fault : rows.OrderBy(s => s.AtMs).ThenBy(s => s.Version).Select(FactRows.View).ToArray();
    }

    /// <summary>Records a step. The same again changes nothing; another one under its name is refused.</summary>
    public async Task<Outcome<StepView>> AddAsync(string community, string device, string eventId, NewStep step, CancellationToken cancellationToken)
    {
        var (happened, unknown) = await EventAsync(community, device, eventId, cancellationToken);
        if (unknown is not null)
            return unknown;
        var faults = Faults(step, happened!);
        return faults.Length > 0 ? faults : await AddAsync(happened!, step, cancellationToken);
    }

    private Task<Outcome<StepView>> AddAsync(StoredEvent happened, NewStep step, CancellationToken cancellationToken) => feed.WriteAsync<StepView>(
        happened.Community,
        async (context, change, cancel) =>
        {
            var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            var atMs = step.At?.ToUnixTimeMilliseconds() ?? nowMs;
            if (await context.EventSteps.FindAsync([happened.Community, happened.Device, happened.EventId, step.Step], cancel) is { } known)
                return FactCheck.SamePerson(known.Actor, step.Actor) && (step.At is null || known.AtMs == atMs) ? FactRows.View(known) : Taken(known);
            change.Version = await RegistryStore.NextVersionAsync(context, cancel);
            var row = new EventStepRow
            {
                Community = happened.Community, Device = happened.Device, EventId = happened.EventId, Step = step.Step, EventType = happened.Type, EventAtMs = happened.AtMs,
                Actor = step.Actor, AtMs = atMs, Comment = step.Comment, EnteredAtMs = nowMs, Version = change.Version,
            };
            context.Add(row);
            await context.SaveChangesAsync(cancel);
            change.Steps.Add(FactRows.Logged(row));
            return FactRows.View(row);
        },
        cancellationToken);

    private async Task<(StoredEvent? Event, Fault? Fault)> EventAsync(string community, string device, string eventId, CancellationToken cancellationToken)
    {
        if (enrolments.StreetOf(community) is null)
            return (null, FactCheck.UnknownCommunity(community));
        if (enrolments.Find(device) is not { } enrolment || enrolment.Community != community)
            return (null, new Fault(FaultKind.NotFound, "device", $"No device '{FactCheck.Short(device)}' is enrolled in community '{community}'."));
        return await series.FindEventAsync(community, device, eventId, cancellationToken) is { } happened
            ? (happened, null)
            : (null, new Fault(FaultKind.NotFound, "event", $"Device '{device}' has no event '{FactCheck.Short(eventId)}'."));
    }

    private Fault[] Faults(NewStep step, StoredEvent happened)
    {
        var now = time.GetUtcNow();
        var happenedAt = FactRows.At(happened.AtMs);
        return
        [
            .. new[]
            {
                Steps.Contains(step.Step) ? null : FactCheck.Invalid("step", $"step '{FactCheck.Short(step.Step ?? "")}' must be one of: {string.Join(", ", Steps)}."),
                FactCheck.Person("actor", step.Actor),
                Text.Fault("comment", step.Comment, FactCheck.MaxComment),
                step.At is { } at && (at < happenedAt - ClockTolerance || at > now + ClockTolerance)
                    ? FactCheck.Invalid("at", $"at {at:O} must be between the event, {happenedAt:O}, and now, {now:O}.")
                    : null,
            }.OfType<Fault>(),
        ];
    }

    private static Fault Taken(EventStepRow known) => new(
        FaultKind.Conflict, "step", $"'{known.Step}' of this event was done by {known.Actor} at {FactRows.At(known.AtMs):O}; the first one stands.");
}
