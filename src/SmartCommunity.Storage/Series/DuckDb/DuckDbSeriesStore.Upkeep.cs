namespace SmartCommunity.Storage.Series;

public sealed partial class DuckDbSeriesStore
{
    /// <summary>How often the upkeep looks. A minute adds at most one minute of rows to a segment, and costs nothing when there is nothing to do.</summary>
    private static readonly TimeSpan UpkeepEvery = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Seals what is due at <paramref name="nowMs"/> and deletes measurements past their retention. Late rows of days sealed before are merged
    /// when the next day closes. One runs at a time; it may run beside commits and queries, whose results it never changes.
    /// </summary>
    public Task<SealReport> SealAsync(long nowMs, CancellationToken cancellationToken) => _sealer.SealAsync(nowMs, cancellationToken);

    /// <summary>Seals, and trims events, quarantine and logs that are past their retention.</summary>
    public async Task MaintainAsync(long nowMs, CancellationToken cancellationToken)
    {
        await SealAsync(nowMs, cancellationToken);
        await _ledger.TrimAsync(nowMs, _options.Retention, _options.LogRetention, _logger, cancellationToken);
    }

    /// <summary>Maintains the store every minute until cancelled. A fault is logged and tried again the next time; it never ends the loop.</summary>
    public Task RunUpkeepAsync(CancellationToken cancellationToken) => Upkeep.RunAsync(MaintainAsync, UpkeepEvery, _clock, _logger, cancellationToken);
}
