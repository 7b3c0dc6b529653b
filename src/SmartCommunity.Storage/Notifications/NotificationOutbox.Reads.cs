using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SmartCommunity.Storage.Notifications;

/// <content>What is read: the lanes' next, the list, one notification with its attempts, and what rate limits must know after a restart.</content>
public sealed partial class NotificationOutbox
{
    private const string Columns =
        "key, priority, recipient, recipient_name, addresses, title_zh, text_zh, title_en, text_en, link, due_at_ms, state, rank, tries, enqueued_at_ms, next_at_ms, ended_at_ms, detail, batch";

    // Channels that exist are given as a JSON array; the lane of the others has none of its own.
    private const string OfLane =
        "state = 0 AND priority = $priority AND CASE WHEN $channel IS NULL THEN channel NOT IN (SELECT value FROM json_each($known)) ELSE channel = $channel END";

    // A range of the primary key: every character of a key is below the last of ASCII.
    private const string BeginsWith = "key >= $prefix AND key < $prefix || char(127)";

    // A batch that was begun is whole: it waits for its time, not for others.
    private const string ReadyAt = "CASE WHEN batch IS NULL THEN next_at_ms + $gather ELSE next_at_ms END";

    /// <summary>When the next message of a lane may be sent, epoch milliseconds (past = now); null when the lane is empty.</summary>
    public long? NextAtMs(DeliveryLane lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return _file.Read($"SELECT min({ReadyAt}) FROM notification WHERE {OfLane}", static r => r.IsDBNull(0) ? default(long?) : r.GetInt64(0), OfLaneValues(lane)).Single();
    }

    /// <summary>The notification, or null.</summary>
    public NotificationRecord? Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _file.Read($"SELECT {Columns} FROM notification WHERE key = $key", ReadRecord, ("$key", key)).SingleOrDefault();
    }

    /// <summary>Every notification whose key begins so, in the order of keys.</summary>
    public IReadOnlyList<NotificationRecord> BeginningWith(string keyPrefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyPrefix);
        return _file.Read($"SELECT {Columns} FROM notification WHERE {BeginsWith} ORDER BY key", ReadRecord, ("$prefix", keyPrefix));
    }

    /// <summary>Every attempt of a notification, in order; empty when there was none.</summary>
    public IReadOnlyList<NotificationAttempt> Attempts(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _file.Read(
            "SELECT number, channel, address, batch, started_at_ms, ended_at_ms, outcome, detail FROM attempt WHERE key = $key ORDER BY number",
            static r => new NotificationAttempt(
                r.GetInt32(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), r.GetInt64(4), r.IsDBNull(5) ? null : r.GetInt64(5), (AttemptOutcome)r.GetInt32(6), r.GetString(7)),
            ("$key", key));
    }

    /// <summary>One page of the notifications that match, newest first, and how many match.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="skip">Rows before the page, at least 0.</param>
    /// <param name="take">Rows of the page, at least 1.</param>
    public (IReadOnlyList<NotificationRecord> Items, long Total) List(NotificationFilter filter, int skip, int take)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        const string Where = "WHERE ($state IS NULL OR state = $state) AND ($priority IS NULL OR priority = $priority) AND ($recipient IS NULL OR recipient = $recipient)";
        (string, object)[] values =
        [
            ("$state", filter.State is { } state ? (int)state : DBNull.Value), ("$priority", filter.Priority is { } priority ? (int)priority : DBNull.Value),
            ("$recipient", (object?)filter.Recipient ?? DBNull.Value), ("$skip", skip), ("$take", take),
        ];
        return (
            _file.Read($"SELECT {Columns} FROM notification {Where} ORDER BY enqueued_at_ms DESC, key LIMIT $take OFFSET $skip", ReadRecord, values),
            _file.Read($"SELECT count(*) FROM notification {Where}", static r => r.GetInt64(0), values.AsSpan(0, 3)).Single());
    }

    /// <summary>When messages went to a channel since an instant, epoch milliseconds, oldest first; a batch is one message.</summary>
    public IReadOnlyList<long> SentSince(string channel, long sinceMs) => _file.Read(
        "SELECT min(started_at_ms) FROM attempt WHERE channel = $channel AND started_at_ms > $since GROUP BY coalesce(batch, key || ' ' || number), started_at_ms ORDER BY 1",
        static r => r.GetInt64(0), ("$channel", channel), ("$since", sinceMs));

    /// <summary>What is queued or being sent, by priority; a priority without any is left out.</summary>
    public IReadOnlyList<NotificationBacklog> Backlog() => _file.Read(
        "SELECT priority, count(*), min(due_at_ms) FROM notification WHERE state < 2 GROUP BY priority ORDER BY priority",
        static r => new NotificationBacklog((NotificationPriority)r.GetInt32(0), r.GetInt64(1), r.GetInt64(2)));

    private bool IsKnown(string keyPrefix) => _file.Seen($"SELECT 1 FROM notification WHERE {BeginsWith} LIMIT 1", static r => r.GetInt32(0), ("$prefix", keyPrefix)).Count > 0;

    private NotificationRecord? FirstReady(DeliveryLane lane, long nowMs) => _file.Seen(
        $"SELECT {Columns} FROM notification WHERE {OfLane} AND {ReadyAt} <= $now ORDER BY next_at_ms, key LIMIT 1", ReadRecord, [.. OfLaneValues(lane), ("$now", nowMs)]).SingleOrDefault();

    /// <summary>What goes in the same message as the first: the rest of its batch, or what waits for the same address; itself among them.</summary>
    private List<NotificationRecord> Companions(DeliveryLane lane, NotificationRecord first, long nowMs)
    {
        if (first.Batch is null && (lane.Gather == TimeSpan.Zero || lane.MaxGathered == 1))
            return [first];
        var same = first.Batch is null ? "batch IS NULL AND address = $address AND next_at_ms <= $now" : "batch = $batch";
        return _file.Seen(
            $"SELECT {Columns} FROM notification WHERE {OfLane} AND {same} ORDER BY next_at_ms, key LIMIT $max", ReadRecord,
            [.. OfLaneValues(lane), ("$address", first.At.Address), ("$batch", (object?)first.Batch ?? DBNull.Value), ("$now", nowMs), ("$max", lane.MaxGathered)]);
    }

    private static (string Name, object Value)[] OfLaneValues(DeliveryLane lane) =>
    [
        ("$channel", (object?)lane.Channel ?? DBNull.Value), ("$priority", (int)lane.Priority), ("$known", JsonSerializer.Serialize(lane.Known)), ("$gather", (long)lane.Gather.TotalMilliseconds),
    ];

    private static NotificationRecord ReadRecord(SqliteDataReader r) => new(
        new NotificationDraft(
            r.GetString(0), (NotificationPriority)r.GetInt32(1), r.GetString(2), r.GetString(3), JsonSerializer.Deserialize<ChannelAddress[]>(r.GetString(4))!,
            r.GetString(5), r.GetString(6), r.GetString(7), r.GetString(8), r.GetString(9), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(10))),
        (NotificationState)r.GetInt32(11), r.GetInt32(12), r.GetInt32(13), r.GetInt64(14), r.GetInt64(15), r.IsDBNull(16) ? null : r.GetInt64(16), r.GetString(17), r.IsDBNull(18) ? null : r.GetString(18));
}
