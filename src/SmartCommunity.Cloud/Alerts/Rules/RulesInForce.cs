using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>
/// The one set of rules that is in force in every community: kept first, then written into their logs. A community whose log has another (a crash came between, or it is new) is given it when it comes up.
/// The program's own set comes in force by itself only as long as no person has put another one there. Thread-safe.
/// </summary>
public sealed class RulesInForce : IDisposable
{
    private readonly SemaphoreSlim _order = new(1, 1); // Held while a set goes into logs: all of them get the sets in the same order.
    private readonly RuleLedger _ledger;
    private readonly IngestQueue _queue;
    private readonly EnrolmentIndex _enrolments;
    private readonly TimeProvider _time;
    private RuleSet? _set;

    internal RulesInForce(RuleLedger ledger, IngestQueue queue, EnrolmentIndex enrolments, TimeProvider time, ILogger<RulesInForce> logger)
    {
        (_ledger, _queue, _enrolments, _time) = (ledger, queue, enrolments, time);
        TakeShipped(logger);
        // Alerts of the past are told in the words of the rules that raised them.
        foreach (var kept in ledger.Sets())
        {
            try
            {
                RuleSets.Of(kept.File.ToArray());
            }
            catch (InvalidDataException fault)
            {
                RulesLog.Unreadable(logger, fault, kept.Name);
            }
        }
    }

    /// <summary>What is in force.</summary>
    internal RuleSetRow Current => _ledger.Find(_ledger.Latest!.Name)!;

    /// <summary>The same, read.</summary>
    internal RuleSet Set
    {
        get
        {
            var known = Volatile.Read(ref _set);
            if (known?.Name != _ledger.Latest!.Name)
                Volatile.Write(ref _set, known = RuleSets.Of(Current.File.ToArray())!);
            return known!;
        }
    }

    /// <summary>Gives a community the rules that its log lacks.</summary>
    internal async Task BringUpAsync(string community, Func<Task<string>> hashInLog, CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken);
        try
        {
            var current = Current;
            if (await hashInLog() != current.Hash)
                await _queue.EnqueueAsync(new LogItem([community], LogEntryKind.Rules, current.File.ToArray()), cancellationToken);
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>Keeps a set and puts it in force everywhere; null: another set is kept under its name, and nothing was changed. Durable in the logs when the call returns.</summary>
    internal async Task<RulesInForceRow?> PutAsync(RuleSet set, ReadOnlyMemory<byte> file, string actor, string comment, CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken);
        try
        {
            var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
            if (_ledger.Add(new RuleSetRow(set.Name, set.Hash, file, actor, nowMs)).Hash != set.Hash)
                return null;
            RuleSets.Of(file.ToArray());
            var put = _ledger.Put(set.Name, actor, nowMs, comment);
            // From here on it is in force, whoever gives up waiting: a log that lacks it gets it with the next start.
            var item = new LogItem(_enrolments.Communities, LogEntryKind.Rules, file.ToArray());
            await _queue.EnqueueAsync(item, CancellationToken.None);
            await item.Committed.WaitAsync(cancellationToken);
            return put;
        }
        finally
        {
            _order.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _order.Dispose();

    private void TakeShipped(ILogger logger)
    {
        var shipped = RuleSets.Current;
        var (latest, isNew) = (_ledger.Latest, _ledger.Find(shipped.Name) is null);
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var kept = _ledger.Add(new RuleSetRow(shipped.Name, shipped.Hash, RuleSets.Shipped, "", nowMs));
        if (kept.Hash != shipped.Hash)
            RulesLog.ShippedDiffers(logger, shipped.Name, shipped.Hash, kept.Hash);
        if (latest is null || (isNew && latest.Actor.Length == 0))
            _ledger.Put(shipped.Name, "", nowMs, "");
    }
}

/// <summary>What the rules say to the log. Ids 2950 to 2959.</summary>
internal static partial class RulesLog
{
    [LoggerMessage(2950, LogLevel.Error, "The alert rules {Name} of this program (hash {Shipped}) differ from those kept under the same version ({Kept}), which stay. Give the file a new version.")]
    public static partial void ShippedDiffers(ILogger logger, string name, string shipped, string kept);

    [LoggerMessage(2951, LogLevel.Warning, "The kept alert rules {Name} cannot be read by this program; they cannot be put in force.")]
    public static partial void Unreadable(ILogger logger, Exception exception, string name);
}
