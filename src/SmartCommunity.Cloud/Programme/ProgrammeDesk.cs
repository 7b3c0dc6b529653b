using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Programme;

/// <summary>
/// Keeps the programme's log: checks an act against the state, appends it to the registry, folds it, tells of it; one at a time, so that what was checked is what was true. An act that was answered is on disk.
/// A new registry begins with the policy and the pool that come with the product. Thread-safe; reading never waits for a writer.
/// </summary>
public sealed partial class ProgrammeDesk(RegistryStore store, PolicyLibrary policies, ActInputs inputs, ActPermission permission, TimeProvider time, ILogger<ProgrammeDesk> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Known? _known;

    /// <summary>Raised after an act was appended, in order, on the writer's thread: take notice and return.</summary>
    public event Action<ProgrammeEntry>? Appended;

    /// <summary>The packs the programme goes by.</summary>
    public PolicyLibrary Policies => policies;

    /// <summary>The calendar day, Asia/Shanghai.</summary>
    public DateOnly Today => ProgrammeEntry.DayOf(time.GetUtcNow());

    /// <summary>The state after every act so far.</summary>
    public async ValueTask<ProgrammeState> StateAsync(CancellationToken cancellationToken) => (await KnownAsync(cancellationToken)).State;

    /// <summary>Every entry, the first first.</summary>
    public async ValueTask<IReadOnlyList<ProgrammeEntry>> EntriesAsync(CancellationToken cancellationToken) => (await KnownAsync(cancellationToken)).Entries;

    /// <summary>The state as it was known at an instant: the fold of what had been entered until then.</summary>
    public async ValueTask<ProgrammeState> StateAtAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        (await EntriesAsync(cancellationToken)).TakeWhile(e => e.At <= at).Aggregate(ProgrammeState.Empty, (state, entry) => state.Fold(entry));

    /// <summary>As <see cref="SubmitAsync(ProgrammeAct, string, CancellationToken)"/>, by somebody who has to be allowed to. An account is named by itself; <paramref name="typed"/> names the person a demo operator or a program acts for.</summary>
    public Task<Submission> SubmitAsync(ProgrammeAct act, Caller caller, string typed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (permission.Refuse(caller, act) is { } refusal)
            return Task.FromResult(new Submission(null, [refusal]));
        var actor = caller.Actor ?? typed.Trim();
        if (actor.Length is 0 or > Entered.MaxName)
            return Task.FromResult(new Submission(null, [new Refusal("actor", new Words($"请填写办理人，至多{Entered.MaxName}字。", $"Say who does it, in 1 to {Entered.MaxName} characters."))]));
        return string.Equals(actor, ProgrammeEntry.System, StringComparison.OrdinalIgnoreCase)
            ? Task.FromResult(new Submission(null, [new Refusal("actor", new Words($"“{ProgrammeEntry.System}”是系统自身的名称，请填写办理人。", $"'{ProgrammeEntry.System}' is the program's own name; say who does it."))]))
            : SubmitAsync(act, actor, cancellationToken);
    }

    /// <summary>Checks and appends an act. What an act takes from outside, such as readiness, is put in here, whatever it came with.</summary>
    public async Task<Submission> SubmitAsync(ProgrammeAct act, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        // Before its turn: what an act takes from outside may take seconds to make.
        var (complete, missing) = await inputs.CompleteAsync(act, (await KnownAsync(cancellationToken)).State, new ActContext(Today, actor, policies), cancellationToken);
        if (missing.Count > 0)
            return new Submission(null, missing);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var known = _known!;
            var refusals = complete.Refusals(known.State, new ActContext(Today, actor, policies)).ToList();
            if (refusals.Count > 0)
                return new Submission(null, refusals);
            var entry = new ProgrammeEntry(known.State.Position + 1, Now(known), actor, complete);
            // Folded before it is written: an act that cannot be folded must not reach the log.
            var state = known.State.Fold(entry);
            await AppendAsync([entry], cancellationToken);
            _known = new Known(state, [.. known.Entries, entry]);
            Appended?.Invoke(entry);
            return new Submission(entry, []);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // The log's instants never go back, though the machine's clock may be set back.
    private DateTimeOffset Now(Known known)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return known.Entries.Count > 0 && known.Entries[^1].At > now ? known.Entries[^1].At : now;
    }

    private async ValueTask<Known> KnownAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known)
            return known;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _known ??= await LoadAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Known> LoadAsync(CancellationToken cancellationToken)
    {
        List<ProgrammeEntryRow> rows;
        await using (var context = store.CreateDbContext())
            rows = await context.ProgrammeEntries.AsNoTracking().OrderBy(e => e.Position).ToListAsync(cancellationToken);
        var entries = rows.ConvertAll(Entry);
        if (entries.Count == 0)
        {
            entries = Seed();
            await AppendAsync(entries, cancellationToken);
        }

        var state = entries.Aggregate(ProgrammeState.Empty, (folded, entry) => folded.Fold(entry));
        LogLoaded(logger, entries.Count, state.Projects.Count);
        return new Known(state, entries);
    }

    private List<ProgrammeEntry> Seed()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return [.. ShippedPool.Acts().Select((act, index) => new ProgrammeEntry(index + 1, now, ProgrammeEntry.System, act))];
    }

    private Task<int> AppendAsync(IReadOnlyList<ProgrammeEntry> entries, CancellationToken cancellationToken) => store.WriteAsync(
        async (context, cancel) =>
        {
            context.ProgrammeEntries.AddRange(entries.Select(e => new ProgrammeEntryRow
            {
                Position = e.Position, AtMs = e.At.ToUnixTimeMilliseconds(), Actor = e.Actor, Project = e.Act.Subject, ActJson = ActJson.Write(e.Act),
            }));
            return await context.SaveChangesAsync(cancel);
        },
        committed: null, cancellationToken);

    private static ProgrammeEntry Entry(ProgrammeEntryRow row) => new(row.Position, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Actor, ActJson.Read(row.ActJson));

    [LoggerMessage(2400, LogLevel.Information, "The programme's log has {Entries} entries and {Projects} projects.")]
    private static partial void LogLoaded(ILogger logger, int entries, int projects);

    private sealed record Known(ProgrammeState State, IReadOnlyList<ProgrammeEntry> Entries);
}

/// <summary>What became of an act: its entry, or why it was refused.</summary>
/// <param name="Entry">The entry; null when it was refused.</param>
/// <param name="Refusals">Every reason; empty when it was appended.</param>
public sealed record Submission(ProgrammeEntry? Entry, IReadOnlyList<Refusal> Refusals);
