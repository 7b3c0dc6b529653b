using System.Text.Json;

namespace SmartCommunity.Storage.Notifications;

/// <summary>
/// Notifications from the moment they are due to their receipt, in an SQLite file of its own (WAL, a sync on every commit): what was enqueued survives <c>kill -9</c> and a power cut.
/// <para>A key is taken once. A notification leaves only delivered, failed or superseded, or had nobody to go to; every attempt is written down before it is made. An attempt whose answer was not kept is made
/// again under the same message key, which channels that can deduplicate hand on; others may deliver it twice then, and only then.</para>
/// Thread-safe; one process at a time.
/// </summary>
public sealed partial class NotificationOutbox : IDisposable
{
    /// <summary>Longest receipt or error that is kept.</summary>
    public const int MaxDetailLength = 500;

    private readonly SqliteFile _file;
    private readonly TimeProvider _time;

    private NotificationOutbox(string path, TimeProvider time) => (_file, _time) = (new SqliteFile(path, NotificationSchema.Prepare), time);

    /// <summary>Raised after a notification became due or will become due at another time than before. The handler must be quick.</summary>
    public event Action? Changed;

    /// <summary>Raised after a notification was delivered, failed or superseded, with its key and state: for a timeline, not for correctness, as a crash may come between. The handler must be quick.</summary>
    public event Action<string, NotificationState>? Ended;

    /// <summary>Opens the file; creates it where there is none.</summary>
    /// <exception cref="InvalidDataException">A newer program wrote the file.</exception>
    public static NotificationOutbox Open(string path, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new NotificationOutbox(path, time);
    }

    /// <summary>Takes a notification; false = its key is known, and nothing changed. When it returns, the notification is durable.</summary>
    /// <exception cref="ArgumentException">The draft has faults; the message lists them all.</exception>
    public bool Enqueue(NotificationDraft draft) => Enqueue([draft]) == 1;

    /// <summary>Takes notifications in one transaction; those with a known key are left out. Returns how many were new.</summary>
    /// <exception cref="ArgumentException">A draft has faults; the message lists them all, and nothing was taken.</exception>
    public int Enqueue(IReadOnlyCollection<NotificationDraft> drafts)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        return Enqueue([.. drafts.SelectMany(static draft => draft.Faults())], nowMs => InsertAll(drafts, nowMs));
    }

    /// <summary>
    /// Takes groups of notifications in one transaction. A group whose prefix begins a key that is known is left out whole: it was handed in before, perhaps to others. Returns how many notifications were new.
    /// </summary>
    /// <exception cref="ArgumentException">A draft has faults, or its key does not begin with its group's prefix; nothing was taken.</exception>
    public int EnqueueGroups(IReadOnlyCollection<(string Prefix, IReadOnlyList<NotificationDraft> Drafts)> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return Enqueue(
            [
                .. groups.SelectMany(static g => g.Drafts.SelectMany(static d => d.Faults())
                    .Concat(g.Drafts.Where(d => !d.Key.StartsWith(g.Prefix, StringComparison.Ordinal)).Select(d => $"key '{d.Key}' must begin with '{g.Prefix}'."))),
            ],
            nowMs => groups.Sum(g => IsKnown(g.Prefix) ? 0 : InsertAll(g.Drafts, nowMs)));
    }

    /// <summary>
    /// Withdraws every notification whose key begins so; returns the keys of those that nobody is sending. What is being sent may still get its receipt; where its attempt fails, or a crash cuts it off, it is
    /// withdrawn too instead of being tried again.
    /// </summary>
    public IReadOnlyList<string> SupersedeAll(string keyPrefix, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyPrefix);
        ArgumentNullException.ThrowIfNull(reason);
        var withdrawn = _file.InTransaction(() =>
        {
            _file.Execute(
                $"INSERT OR IGNORE INTO withdrawn SELECT key, $reason FROM notification WHERE {BeginsWith} AND state = {(int)NotificationState.Sending}", ("$prefix", keyPrefix), ("$reason", Cut(reason)));
            return _file.Seen(
                $"UPDATE notification SET state = {(int)NotificationState.Superseded}, ended_at_ms = $now, detail = $reason WHERE {BeginsWith} AND state = {(int)NotificationState.Queued} RETURNING key",
                static r => r.GetString(0), ("$prefix", keyPrefix), ("$now", NowMs), ("$reason", Cut(reason)));
        });
        foreach (var key in withdrawn)
            Ended?.Invoke(key, NotificationState.Superseded);
        return withdrawn;
    }

    /// <summary>
    /// Queues again what was being sent when the process ended, unless it was withdrawn meanwhile; its open attempt becomes <see cref="AttemptOutcome.Cut"/>. Call it before anything is taken, once. Returns how many.
    /// </summary>
    public int Recover() => _file.InTransaction(() =>
    {
        _file.Execute(
            "UPDATE attempt SET outcome = $cut, ended_at_ms = $now, detail = 'the process ended before the answer was kept' WHERE outcome = $open AND key IN (SELECT key FROM notification WHERE state = $sending)",
            ("$cut", (int)AttemptOutcome.Cut), ("$now", NowMs), ("$open", (int)AttemptOutcome.Open), ("$sending", (int)NotificationState.Sending));
        _file.Execute(
            "UPDATE notification SET state = $superseded, ended_at_ms = $now, detail = w.reason FROM withdrawn w WHERE w.key = notification.key AND state = $sending",
            ("$superseded", (int)NotificationState.Superseded), ("$now", NowMs), ("$sending", (int)NotificationState.Sending));
        _file.Execute("DELETE FROM withdrawn");
        return _file.Execute(
            "UPDATE notification SET state = $queued, next_at_ms = $now WHERE state = $sending",
            ("$queued", (int)NotificationState.Queued), ("$now", NowMs), ("$sending", (int)NotificationState.Sending));
    });

    /// <summary>The next message of a lane that may be sent now, with its attempt written down; null when there is none. Whoever takes it calls <see cref="Complete(TakenMessage, AttemptEnd)"/>.</summary>
    public TakenMessage? Take(DeliveryLane lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return _file.InTransaction(() =>
        {
            var nowMs = NowMs;
            if (FirstReady(lane, nowMs) is not { } first)
                return null;
            var items = Companions(lane, first, nowMs);
            var batch = first.Batch ?? (items.Count > 1 ? FormattableString.Invariant($"digest:{first.Rank}:{first.Draft.Key}") : null);
            return new TakenMessage(batch ?? first.Draft.Key, [.. items.Select(item => Begin(item, batch, nowMs))]);
        });
    }

    /// <summary>Keeps how an attempt ended. When it returns, a receipt is durable.</summary>
    public void Complete(TakenMessage message, AttemptEnd end)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(end);
        var ended = new List<(string Key, NotificationState State)>();
        _file.InTransaction(() =>
        {
            foreach (var item in message.Items)
            {
                if (Complete(item, end) is { } state)
                    ended.Add((item.Draft.Key, state));
            }
        });
        foreach (var (key, state) in ended)
            Ended?.Invoke(key, state);
        if (ended.Count < message.Items.Count)
            Changed?.Invoke();
    }

    /// <summary>Deletes notifications that ended before an instant, with their attempts; their keys are forgotten. Returns how many.</summary>
    public int Trim(long endedBeforeMs) => _file.InTransaction(() =>
    {
        _file.Execute("DELETE FROM attempt WHERE key IN (SELECT key FROM notification WHERE ended_at_ms < $before)", ("$before", endedBeforeMs));
        return _file.Execute("DELETE FROM notification WHERE ended_at_ms < $before", ("$before", endedBeforeMs));
    });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes what is inserted in one transaction, unless there are faults; returns how many were new.</summary>
    private int Enqueue(IReadOnlyCollection<string> faults, Func<long, int> insert)
    {
        if (faults.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, faults));
        var taken = _file.InTransaction(() => insert(NowMs));
        if (taken > 0)
            Changed?.Invoke();
        return taken;
    }

    private int InsertAll(IEnumerable<NotificationDraft> drafts, long nowMs) => drafts.Sum(draft => Insert(draft, nowMs));

    private int Insert(NotificationDraft draft, long nowMs)
    {
        var dueAtMs = draft.DueAt.ToUnixTimeMilliseconds();
        var isUnaddressed = draft.Channels.Count == 0;
        var first = isUnaddressed ? ChannelAddress.None : draft.Channels[0];
        return _file.Execute(
            """
            INSERT OR IGNORE INTO notification VALUES ($key, $priority, $recipient, $recipientName, $addresses, $titleZh, $textZh, $titleEn, $textEn, $link, $due,
                $now, $state, 0, 0, $channel, $address, $due, NULL, $ended, '')
            """,
            ("$key", draft.Key), ("$priority", (int)draft.Priority), ("$recipient", draft.Recipient), ("$recipientName", draft.RecipientName),
            ("$addresses", JsonSerializer.Serialize(draft.Channels)), ("$titleZh", draft.TitleZh), ("$textZh", draft.TextZh), ("$titleEn", draft.TitleEn), ("$textEn", draft.TextEn),
            ("$link", draft.Link), ("$due", dueAtMs), ("$now", nowMs),
            ("$state", (int)(isUnaddressed ? NotificationState.NoRecipient : NotificationState.Queued)), ("$ended", isUnaddressed ? nowMs : DBNull.Value), ("$channel", first.Channel), ("$address", first.Address));
    }

    private NotificationRecord Begin(NotificationRecord item, string? batch, long nowMs)
    {
        _file.Execute(
            "UPDATE notification SET state = $sending, batch = $batch, tries = tries + 1 WHERE key = $key",
            ("$sending", (int)NotificationState.Sending), ("$batch", (object?)batch ?? DBNull.Value), ("$key", item.Draft.Key));
        _file.Execute(
            "INSERT INTO attempt SELECT $key, 1 + coalesce(max(number), 0), $channel, $address, $batch, $now, NULL, $open, '' FROM attempt WHERE key = $key",
            ("$key", item.Draft.Key), ("$channel", item.At.Channel), ("$address", item.At.Address), ("$batch", (object?)batch ?? DBNull.Value), ("$now", nowMs), ("$open", (int)AttemptOutcome.Open));
        return item with { State = NotificationState.Sending, Batch = batch, Tries = item.Tries + 1 };
    }

    /// <summary>Returns the state it ended in, or null when it goes on.</summary>
    private NotificationState? Complete(NotificationRecord item, AttemptEnd end)
    {
        var (key, detail) = (item.Draft.Key, Cut(end.Detail));
        _file.Execute(
            "UPDATE attempt SET outcome = $outcome, ended_at_ms = $now, detail = $detail WHERE key = $key AND outcome = $open",
            ("$outcome", (int)end.Outcome), ("$now", NowMs), ("$detail", detail), ("$key", key), ("$open", (int)AttemptOutcome.Open));
        var withdrawn = _file.Seen("DELETE FROM withdrawn WHERE key = $key RETURNING reason", static r => r.GetString(0), ("$key", key));
        if (end.Step != NextStep.Deliver && withdrawn is [var reason])
            return End(key, NotificationState.Superseded, reason);
        if (end.Step == NextStep.TryAgain)
        {
            _file.Execute(
                "UPDATE notification SET state = $queued, next_at_ms = $next, detail = $detail WHERE key = $key",
                ("$queued", (int)NotificationState.Queued), ("$next", end.NextAtMs), ("$detail", detail), ("$key", key));
            return null;
        }

        if (end.Step == NextStep.NextAddress && item.Rank + 1 < item.Draft.Channels.Count)
        {
            var next = item.Draft.Channels[item.Rank + 1];
            _file.Execute(
                "UPDATE notification SET state = $queued, rank = rank + 1, tries = 0, channel = $channel, address = $address, next_at_ms = $now, batch = NULL, detail = $detail WHERE key = $key",
                ("$queued", (int)NotificationState.Queued), ("$channel", next.Channel), ("$address", next.Address), ("$now", NowMs), ("$detail", detail), ("$key", key));
            return null;
        }

        return End(key, end.Step == NextStep.Deliver ? NotificationState.Delivered : NotificationState.Failed, detail);
    }

    private NotificationState End(string key, NotificationState state, string detail)
    {
        _file.Execute("UPDATE notification SET state = $state, ended_at_ms = $now, detail = $detail WHERE key = $key", ("$state", (int)state), ("$now", NowMs), ("$detail", detail), ("$key", key));
        return state;
    }

    private static string Cut(string detail) => detail.Length <= MaxDetailLength ? detail : $"{detail.AsSpan(0, MaxDetailLength - 1)}…";
}
