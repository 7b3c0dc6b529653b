namespace SmartCommunity.Storage.Series;

public sealed partial class InfluxSeriesStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<GatewayMark>> MarksAsync(CancellationToken cancellationToken) => _ledger.Reader.MarksAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<long> LastBlockIdAsync(CancellationToken cancellationToken) => _ledger.Reader.LastBlockIdAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, long>> LogPositionsAsync(CancellationToken cancellationToken) => _ledger.Reader.LogPositionsAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<(LogEntry Entry, ReadOnlyMemory<byte> Block)> ReadLogAsync(string community, long afterPosition, CancellationToken cancellationToken) =>
        _ledger.Reader.ReadLogAsync(community, afterPosition, cancellationToken);

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(string community, long position, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        _ledger.SaveSnapshotAsync(community, position, state, cancellationToken);

    /// <inheritdoc/>
    public Task<(long Position, ReadOnlyMemory<byte> State)?> LoadSnapshotAsync(string community, CancellationToken cancellationToken) =>
        _ledger.Reader.LoadSnapshotAsync(community, cancellationToken);

    /// <inheritdoc/>
    public Task SaveCheckpointAsync(string community, long position, long writtenAtMs, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        _ledger.SaveCheckpointAsync(community, position, writtenAtMs, state, cancellationToken);

    /// <inheritdoc/>
    public Task<(long Position, long WrittenAtMs, ReadOnlyMemory<byte> State)?> LoadCheckpointAsync(
        string community, long writtenAtMs, CancellationToken cancellationToken) =>
        _ledger.Reader.LoadCheckpointAsync(community, writtenAtMs, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> EventsAsync(
        string community, string? device, long fromMs, long toMs, int limit, int offset, CancellationToken cancellationToken) =>
        _ledger.Reader.EventsAsync(community, device, fromMs, toMs, limit, offset, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredEvent?> FindEventAsync(string community, string device, string eventId, CancellationToken cancellationToken) =>
        _ledger.Reader.FindEventAsync(community, device, eventId, cancellationToken);

    /// <inheritdoc/>
    public Task<(IReadOnlyList<QuarantineRow> Rows, long Total)> QuarantineAsync(
        QuarantineFilter filter, int limit, int offset, CancellationToken cancellationToken) =>
        _ledger.Quarantine.ListAsync(filter, limit, offset, cancellationToken);

    /// <inheritdoc/>
    public Task<int> SetQuarantineStateAsync(IReadOnlyCollection<long> ids, string state, CancellationToken cancellationToken) =>
        _ledger.Quarantine.SetStateAsync(ids, state, cancellationToken);
}
