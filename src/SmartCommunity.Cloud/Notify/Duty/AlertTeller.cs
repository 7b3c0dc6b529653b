using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>
/// Hands every transition of an alert to the outbox of notifications once. A transition is untold in the ledger from the very commit that adds it; it is told when the notifications of it are committed, all of them
/// together, and only then marked so. A crash between the two hands it in again, and the outbox, which knows its keys, leaves it out, whoever is on duty by then.
/// </summary>
internal sealed partial class AlertTeller(AlertLedger ledger, AlertBoard board, NotificationOutbox outbox, AlertDrafts drafts, TimeProvider time, ILogger<AlertTeller> logger) : BackgroundService
{
    /// <summary>Transitions taken at once: few, so that an SOS that comes meanwhile is in the next ones.</summary>
    internal const int MaxTaken = 32;

    /// <summary>What happened longer ago is not told any more: a ledger that was lost and is read from the logs again wakes nobody for last week.</summary>
    internal const long HistoryMs = ChinaTime.DayMs;

    private static readonly TimeSpan _lookAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(5); // A full disk is not freed faster by asking more often.

    private readonly WakeSignal _wake = new();

    /// <summary>Tells what is untold now, at most <see cref="MaxTaken"/>; returns how many transitions are done with.</summary>
    internal int Tell()
    {
        var untold = ledger.Untold(MaxTaken);
        var waiting = new List<(string Prefix, IReadOnlyList<NotificationDraft> Drafts)>();
        var (done, old) = (new List<long>(), 0);
        foreach (var one in untold)
        {
            if (time.GetUtcNow().ToUnixTimeMilliseconds() - one.Transition.AtMs > HistoryMs)
            {
                old++;
                done.Add(one.Position);
                continue;
            }

            // Who was told before, and what still waits, is asked of the outbox: what this round adds must be in it.
            if (AlertRouting.EndsWait(one) || AlertRouting.TellingOf(one) == Telling.Over)
                Flush(waiting);
            if (AlertRouting.EndsWait(one))
                outbox.SupersedeAll(AlertMessage.PrefixOf(one.Alert.Id), Ended(one.Transition));
            if (Drafted(one) is not { } some)
                continue;
            done.Add(one.Position);
            if (some.Count > 0)
                waiting.Add((AlertMessage.PrefixOf(one.Alert.Id, one.Transition.Number), some));
        }

        Flush(waiting);
        if (done.Count > 0)
            ledger.MarkTold(done);
        if (old > 0)
            LogOld(old, TimeSpan.FromMilliseconds(HistoryMs).TotalHours);
        return done.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        board.Changed += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await _wake.WaitAsync(TellAll(stoppingToken), time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is untold is told at the next start.
        }
        finally
        {
            board.Changed -= Wake;
        }
    }

    /// <summary>The notifications of a transition; null where they cannot be made now: it stays untold, and holds up no other.</summary>
    private IReadOnlyList<NotificationDraft>? Drafted(UntoldTransition one)
    {
        try
        {
            var made = drafts.Of(one);
            return made.SelectMany(static d => d.Faults()).FirstOrDefault() is { } fault ? throw new InvalidDataException(fault) : made;
        }
        catch (Exception fault)
        {
            LogHeld(fault, one.Alert.Id, one.Transition.Number);
            return null;
        }
    }

    private void Wake(IReadOnlyList<AlertChange> changes) => _wake.Set();

    private void Flush(List<(string Prefix, IReadOnlyList<NotificationDraft> Drafts)> waiting)
    {
        if (waiting.Count == 0)
            return;
        var taken = outbox.EnqueueGroups(waiting);
        LogTold(waiting.Count, taken);
        foreach (var lost in waiting.SelectMany(static w => w.Drafts).Where(static d => d.Channels.Count == 0))
            LogNobody(lost.Key, lost.Recipient);
        waiting.Clear();
    }

    /// <summary>Tells all there is; returns how long to wait for more.</summary>
    private TimeSpan TellAll(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && Tell() > 0)
            {
            }

            return _lookAgain;
        }
        catch (Exception fault)
        {
            // Whatever it is: the next transition must not be lost for it.
            LogFault(fault, _retry.TotalSeconds);
            return _retry;
        }
    }

    private static string Ended(AlertTransition transition) => $"the alert went on: {transition.What}{(transition.Actor.Length > 0 ? $" by {transition.Actor}" : "")}";

    [LoggerMessage(2920, LogLevel.Debug, "{Transitions} transitions of alerts were told by {Notifications} new notifications.")]
    private partial void LogTold(int transitions, int notifications);

    [LoggerMessage(2921, LogLevel.Warning, "{Transitions} transitions of alerts are more than {Hours} h old and are told to nobody.")]
    private partial void LogOld(int transitions, double hours);

    [LoggerMessage(2922, LogLevel.Warning, "Notification {Key} has nobody to go to: neither a shift nor a fallback contact of {Recipient} is on the roster.")]
    private partial void LogNobody(string key, string recipient);

    [LoggerMessage(2924, LogLevel.Error, "Transition {Number} of alert {Alert} cannot be told now; it is tried again.")]
    private partial void LogHeld(Exception fault, string alert, int number);

    [LoggerMessage(2923, LogLevel.Error, "Transitions of alerts cannot be told; trying again in {Seconds}s.")]
    private partial void LogFault(Exception fault, double seconds);
}
