using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>Notes from one shift to the next: written once, taken over once, kept. Durable when a call returns. Thread-safe.</summary>
public sealed class HandoverDesk(RegistryStore store, RosterBook book, TimeProvider time)
{
    /// <summary>A page of a street's notes, those nobody took over first, then the youngest.</summary>
    public async Task<Outcome<Page<HandoverNote>>> ListAsync(string street, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        if (book.StreetOf(street) is null)
            return RosterDesk.Unknown(street);
        await using var context = store.CreateDbContext();
        var rows = context.HandoverNotes.AsNoTracking().Where(n => n.Street == street);
        var total = await rows.LongCountAsync(cancellationToken);
        var shown = await rows.OrderBy(n => n.TakenAtMs != null).ThenByDescending(n => n.Version).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<HandoverNote>([.. shown.Select(View)], total, page, pageSize);
    }

    /// <summary>Writes a note.</summary>
    public Task<Outcome<HandoverNote>> AddAsync(string street, NewHandoverNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        return store.WriteAsync<Outcome<HandoverNote>>(
            async (context, cancel) =>
            {
                if (book.StreetOf(street) is null)
                    return RosterDesk.Unknown(street);
                Fault?[] checks =
                [
                    FactCheck.Person("author", note.Author),
                    FactCheck.Required("text", note.Text, FactCheck.MaxText),
                ];
                if (checks.OfType<Fault>().ToArray() is { Length: > 0 } faults)
                    return faults;
                var row = new HandoverNoteRow { Version = await RegistryStore.NextVersionAsync(context, cancel), Street = street, Author = note.Author, AtMs = NowMs, Text = note.Text };
                context.Add(row);
                await context.SaveChangesAsync(cancel);
                return View(row);
            },
            committed: null, cancellationToken);
    }

    /// <summary>Says who took a note over. Somebody who was faster is a conflict that names them.</summary>
    public Task<Outcome<HandoverNote>> TakeAsync(string street, long id, HandoverTaken taken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        return store.WriteAsync<Outcome<HandoverNote>>(
            async (context, cancel) =>
            {
                if (await context.HandoverNotes.FindAsync([id], cancel) is not { } row || row.Street != street)
                    return new Fault(FaultKind.NotFound, "id", $"Street '{FactCheck.Short(street)}' has no note {id}.");
                if (FactCheck.Person("takenBy", taken.TakenBy) is { } nobody)
                    return nobody;
                if (row.TakenAtMs is not null)
                    return new Fault(FaultKind.Conflict, "takenBy", $"Note {id} was taken over by {row.TakenBy}.");
                (row.TakenBy, row.TakenAtMs) = (taken.TakenBy, NowMs);
                await RegistryStore.NextVersionAsync(context, cancel);
                await context.SaveChangesAsync(cancel);
                return View(row);
            },
            committed: null, cancellationToken);
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static HandoverNote View(HandoverNoteRow row) =>
        new(row.Version, row.Author, FactRows.At(row.AtMs), row.Text, row.TakenBy, row.TakenAtMs is { } ms ? FactRows.At(ms) : null);
}
