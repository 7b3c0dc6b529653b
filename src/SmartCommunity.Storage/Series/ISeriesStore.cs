namespace SmartCommunity.Storage.Series;

/// <summary>
/// Stored history, the gateways' marks, the communities' logs, events and quarantine. One writer calls <see cref="CommitAsync"/>;
/// everything else is thread-safe and may run beside it. DuckDB and InfluxDB implement it, and one conformance suite holds both to it.
/// All ranges are half-open: <c>fromMs ≤ at &lt; toMs</c>.
/// </summary>
public interface ISeriesStore : IAsyncDisposable
{
    /// <summary>The number of the series of a device's quantity; a new one is assigned and becomes durable with the next commit. Thread-safe.</summary>
    int SeriesIdOf(string device, string quantity);

    /// <summary>Makes a commit durable. When it returns, it survives a crash; when it throws, nothing of it was stored, and it may be tried again.</summary>
    Task CommitAsync(SeriesCommit commit, CancellationToken cancellationToken);

    /// <summary>All gateway marks.</summary>
    Task<IReadOnlyList<GatewayMark>> MarksAsync(CancellationToken cancellationToken);

    /// <summary>Highest block id ever committed; 0 = none.</summary>
    Task<long> LastBlockIdAsync(CancellationToken cancellationToken);

    /// <summary>Last position of each community's log.</summary>
    Task<IReadOnlyDictionary<string, long>> LogPositionsAsync(CancellationToken cancellationToken);

    /// <summary>Entries of one community's log after a position, in order, with the bytes of their blocks (empty where the entry has none).</summary>
    IAsyncEnumerable<(LogEntry Entry, ReadOnlyMemory<byte> Block)> ReadLogAsync(string community, long afterPosition, CancellationToken cancellationToken);

    /// <summary>Stores the state of a community at a position; the latest one wins.</summary>
    Task SaveSnapshotAsync(string community, long position, ReadOnlyMemory<byte> state, CancellationToken cancellationToken);

    /// <summary>The latest snapshot of a community, or null.</summary>
    Task<(long Position, ReadOnlyMemory<byte> State)?> LoadSnapshotAsync(string community, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a state beside the log, so that the past can be re-derived without reading the log from its beginning. <paramref name="writtenAtMs"/> is the latest time of any
    /// entry up to the position. Checkpoints are deleted with the log of their time; one saved twice counts once.
    /// </summary>
    Task SaveCheckpointAsync(string community, long position, long writtenAtMs, ReadOnlyMemory<byte> state, CancellationToken cancellationToken);

    /// <summary>The last checkpoint before which no entry was written after <paramref name="writtenAtMs"/>; null when the log must be read from its beginning.</summary>
    Task<(long Position, long WrittenAtMs, ReadOnlyMemory<byte> State)?> LoadCheckpointAsync(string community, long writtenAtMs, CancellationToken cancellationToken);

    /// <summary>
    /// Points of a series in order of <c>at</c>. With a downsampling, at most about <paramref name="maxPoints"/>; without, the range is refused with
    /// <see cref="RangeTooLargeException"/> when it holds more.
    /// </summary>
    Task<IReadOnlyList<SeriesPoint>> RangeAsync(
        string device, string quantity, long fromMs, long toMs, Downsampling downsampling, int maxPoints, CancellationToken cancellationToken);

    /// <summary>
    /// Points of many series, each in order of <c>at</c>, in the order asked for; series that are not there have none. For whoever reads whole days of a community at once: nothing limits the answer but
    /// the range.
    /// </summary>
    Task<IReadOnlyList<IReadOnlyList<SeriesPoint>>> PointsAsync(IReadOnlyList<(string Device, string Quantity)> series, long fromMs, long toMs, CancellationToken cancellationToken);

    /// <summary>Calendar rollups; buckets without measurements are absent.</summary>
    Task<IReadOnlyList<RollupRow>> RollupAsync(
        string device, string quantity, long fromMs, long toMs, CalendarBucket bucket, CancellationToken cancellationToken);

    /// <summary>Consumption from a register, with the last point before <paramref name="fromMs"/> as its base where there is one.</summary>
    Task<IReadOnlyList<RegisterDelta>> RegisterDeltasAsync(
        string device, string quantity, long fromMs, long toMs, CalendarBucket bucket, CancellationToken cancellationToken);

    /// <summary>Events of a community (and device, when given), newest first.</summary>
    Task<IReadOnlyList<StoredEvent>> EventsAsync(
        string community, string? device, long fromMs, long toMs, int limit, int offset, CancellationToken cancellationToken);

    /// <summary>The event of a device under its id, the latest when there are several; null when the store has none.</summary>
    Task<StoredEvent?> FindEventAsync(string community, string device, string eventId, CancellationToken cancellationToken);

    /// <summary>Quarantined payloads, newest first; null filters match everything.</summary>
    Task<(IReadOnlyList<QuarantineRow> Rows, long Total)> QuarantineAsync(QuarantineFilter filter, int limit, int offset, CancellationToken cancellationToken);

    /// <summary>Moves quarantined payloads to another state; returns how many changed.</summary>
    Task<int> SetQuarantineStateAsync(IReadOnlyCollection<long> ids, string state, CancellationToken cancellationToken);

    /// <summary>Measurements stored in all (or one) series, for counts that must agree with what was sent.</summary>
    Task<long> CountAsync(string? device, CancellationToken cancellationToken);

    /// <summary>Writes a range of series as CSV (<c>device,quantity,at,receivedAt,value,quality</c>) or Parquet to a file.</summary>
    Task ExportAsync(SeriesExport export, string path, CancellationToken cancellationToken);
}

/// <summary>Which quarantined payloads to list.</summary>
public sealed record QuarantineFilter(string? Community = null, string? Device = null, string? Reason = null, string? State = "open", IReadOnlyCollection<long>? Ids = null);

/// <summary>What to export: devices (at most 1,000), all their quantities or the named ones, a half-open range.</summary>
public sealed record SeriesExport(IReadOnlyList<string> Devices, IReadOnlyList<string> Quantities, long FromMs, long ToMs, bool Parquet);

/// <summary>A range query without downsampling matched more points than allowed.</summary>
public sealed class RangeTooLargeException(string device, string quantity, long points, int maxPoints)
    : Exception($"Range of {device}/{quantity} holds {points} points, more than the limit of {maxPoints}; ask for a shorter range or a downsampling.")
{
    /// <summary>Points the range holds.</summary>
    public long Points { get; } = points;

    /// <summary>The limit.</summary>
    public int MaxPoints { get; } = maxPoints;
}
