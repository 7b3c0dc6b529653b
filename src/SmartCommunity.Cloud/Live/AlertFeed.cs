using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Live;

/// <summary>
/// Transitions of alerts by community, in the ledger's order. The latest are in memory, so that a subscription that keeps up never asks the ledger; one that fell behind, or was away, reads on
/// there. Nothing waits for a subscription, so a slow one costs nothing. Thread-safe.
/// </summary>
public sealed class AlertFeed
{
    /// <summary>Transitions handed out at once: a page of about 100 kB, which a slow line takes in a second.</summary>
    internal const int MaxAtOnce = 200;

    /// <summary>Open alerts a first state lists: more than a wall can show; what is beyond is in the inbox.</summary>
    internal const int MaxOpen = 5_000;

    /// <summary>Transitions of a community in memory: a storm of a thousand is shown without the ledger. Doubled before the older half goes.</summary>
    private const int MaxRecent = 1_000;

    private static readonly AlertStage[] _open = [.. Enum.GetValues<AlertStage>().Where(static s => s != AlertStage.Closed)];

    private readonly Lock _gate = new(); // Protects _recent and what is in it.
    private readonly Dictionary<string, List<AlertChange>> _recent = new(StringComparer.Ordinal);
    private readonly AlertLedger _ledger;

    /// <summary>Listens to the board for as long as the process runs.</summary>
    public AlertFeed(AlertLedger ledger, AlertBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        _ledger = ledger;
        board.Changed += Take;
    }

    /// <summary>A community has new transitions. Raised on the grain's thread: take notice and return.</summary>
    internal event Action<string>? Changed;

    /// <summary>Ordinal of a community's latest transition.</summary>
    internal long Through(string community)
    {
        lock (_gate)
        {
            if (_recent.TryGetValue(community, out var recent))
                return recent[^1].Ordinal;
        }

        return _ledger.Through(community);
    }

    /// <summary>Transitions after one, in order, without gaps; at most <see cref="MaxAtOnce"/>.</summary>
    internal IReadOnlyList<AlertChange> Since(string community, long after)
    {
        lock (_gate)
        {
            if (_recent.TryGetValue(community, out var recent) && recent[0].Ordinal <= after + 1)
                return [.. recent.Skip((int)(after + 1 - recent[0].Ordinal)).Take(MaxAtOnce)];
        }

        return _ledger.Since(community, after, MaxAtOnce);
    }

    /// <summary>Alerts of communities that are not closed, the most urgent first.</summary>
    internal IReadOnlyList<AlertRow> Open(IReadOnlyCollection<string> communities)
    {
        const int leastUrgent = 3;
        return communities.Count == 0 ? [] : _ledger.List(new AlertFilter(communities, _open, leastUrgent, "", ""), skip: 0, MaxOpen);
    }

    private void Take(IReadOnlyList<AlertChange> changes)
    {
        lock (_gate)
        {
            foreach (var change in changes)
            {
                if (!_recent.TryGetValue(change.Alert.Community, out var recent))
                    _recent[change.Alert.Community] = recent = new List<AlertChange>(MaxRecent);
                recent.Add(change);
                if (recent.Count >= MaxRecent + MaxRecent)
                    recent.RemoveRange(0, MaxRecent);
            }
        }

        foreach (var community in changes.Select(static c => c.Alert.Community).Distinct(StringComparer.Ordinal))
            Changed?.Invoke(community);
    }

    internal static LiveAlertChange ViewOf(AlertChange change, string street)
    {
        var step = AlertViews.View(change.Transition);
        return new LiveAlertChange
        {
            Ordinal = change.Ordinal, Number = step.Number, What = step.What, Stage = step.Stage, Actor = step.Actor, AtMs = change.Transition.AtMs, Comment = step.Comment, Alert = ViewOf(change.Alert, street),
        };
    }

    internal static LiveAlert ViewOf(AlertRow row, string street)
    {
        var view = AlertViews.View(row, street);
        return new LiveAlert
        {
            Id = view.Id, Community = view.Community, Street = view.Street, Rule = view.Rule, TitleZh = view.TitleZh, TitleEn = view.TitleEn, Subject = view.Subject, Device = view.Device,
            Place = view.Place, EventId = view.EventId, Priority = view.Priority, Cause = view.Cause, Stage = view.Stage, MeasuredAtMs = row.MeasuredAtMs, RaisedAtMs = row.RaisedAtMs,
            DueAtMs = view.DueAt?.ToUnixTimeMilliseconds() ?? 0, Occurrences = view.Occurrences, Level = view.Level, Assignee = view.Assignee,
        };
    }
}
