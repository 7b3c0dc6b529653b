using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

/// <summary>One stored measurement. <see cref="SeriesId"/> comes from <see cref="ISeriesStore.SeriesIdOf"/>.</summary>
public readonly record struct SeriesRow(int SeriesId, long AtMs, long ReceivedAtMs, double Value, Quality Quality);

/// <summary>How far one lane of one gateway is committed.</summary>
/// <param name="Gateway">Gateway id.</param>
/// <param name="Lane">0 routine, 1 alarm.</param>
/// <param name="Epoch">The outbox file the sequence counts in; an older one is fenced.</param>
/// <param name="Sequence">Last committed item.</param>
public readonly record struct GatewayMark(string Gateway, int Lane, long Epoch, long Sequence);

/// <summary>One entry of a community's log.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Position">Consecutive within the community, from 1.</param>
/// <param name="Kind">See <see cref="LogEntryKind"/>.</param>
/// <param name="AtMs">When the entry was written, epoch milliseconds.</param>
/// <param name="BlockId">For <see cref="LogEntryKind.Batch"/>: the <see cref="LogBlock"/> that holds the data; else 0.</param>
/// <param name="Body">For other kinds: the entry itself; else empty.</param>
public readonly record struct LogEntry(
    string Community, long Position, LogEntryKind Kind, long AtMs, long BlockId, ReadOnlyMemory<byte> Body);

/// <summary>What a log entry is. Stored as the number; never renumber.</summary>
public enum LogEntryKind
{
    /// <summary>Measurements, events and statuses of a committed frame.</summary>
    Batch = 1,

    /// <summary>Time passed.</summary>
    Tick = 2,

    /// <summary>A device of the community was enrolled, changed or retired.</summary>
    Registry = 3,

    /// <summary>People changed twins of the community: places, relationships, desired properties.</summary>
    Graph = 4,

    /// <summary>People entered, changed or removed facts and records of the community, or said how it stands to the standard.</summary>
    Facts = 5,

    /// <summary>Evidence was submitted, reviewed or withdrawn.</summary>
    Evidence = 6,

    /// <summary>People did something about an event.</summary>
    Steps = 7,

    /// <summary>Other alert rules are in force.</summary>
    Rules = 8,

    /// <summary>People did something about alerts.</summary>
    AlertActions = 9,

    /// <summary>People changed overrides, away modes or maintenance windows of alerts.</summary>
    AlertSettings = 10,

    /// <summary>What detectors said of the community's series, or the strength from which on they raise alerts.</summary>
    Detections = 11,
}

/// <summary>The bytes of one committed frame (a serialised uplink <c>Batch</c>), stored once for all communities it touches.</summary>
public readonly record struct LogBlock(long BlockId, ReadOnlyMemory<byte> Bytes);

/// <summary>A device event as it is stored.</summary>
public sealed record StoredEvent(
    string Community, string Device, string Type, string EventId, long AtMs, long ReceivedAtMs, Quality Quality, string DataJson);

/// <summary>A quarantined payload as it is stored; <see cref="Id"/> is assigned by the store.</summary>
public sealed record QuarantineRow
{
    public long Id { get; init; }

    public required string Gateway { get; init; }

    public required string Community { get; init; }

    public required string Device { get; init; }

    public required string DeviceClass { get; init; }

    public required string Topic { get; init; }

    public required long ReceivedAtMs { get; init; }

    public required string Reason { get; init; }

    public required string Detail { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    public required bool Truncated { get; init; }

    /// <summary><c>open</c>, <c>rerun</c> (its measurements are stored now) or <c>dismissed</c>.</summary>
    public string State { get; init; } = "open";
}

/// <summary>
/// Everything one group commit writes; all of it becomes durable together or not at all. Not thread-safe; reused by the single writer.
/// </summary>
public sealed class SeriesCommit
{
    public List<SeriesRow> Rows { get; } = [];

    public List<GatewayMark> Marks { get; } = [];

    public List<LogBlock> Blocks { get; } = [];

    public List<LogEntry> Entries { get; } = [];

    public List<StoredEvent> Events { get; } = [];

    public List<QuarantineRow> Quarantined { get; } = [];

    public bool IsEmpty => Rows.Count + Marks.Count + Blocks.Count + Entries.Count + Events.Count + Quarantined.Count == 0;

    public void Clear()
    {
        Rows.Clear();
        Marks.Clear();
        Blocks.Clear();
        Entries.Clear();
        Events.Clear();
        Quarantined.Clear();
    }
}
