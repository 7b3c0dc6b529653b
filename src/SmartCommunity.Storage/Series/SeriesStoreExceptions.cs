namespace SmartCommunity.Storage.Series;

/// <summary>The store cannot be opened or used: in use by another process, not writable, damaged, its options are wrong, or its last write failed. The message says which and what to do.</summary>
public sealed class SeriesStoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A back-up is incomplete or was changed. <see cref="Differences"/> lists every difference.</summary>
public sealed class BackupDamagedException(string folder, IReadOnlyList<string> differences)
    : Exception($"The back-up in '{folder}' is not what was written: {string.Join("; ", differences)}")
{
    /// <summary>One sentence for each difference.</summary>
    public IReadOnlyList<string> Differences { get; } = differences;
}
