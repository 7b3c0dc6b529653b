namespace SmartCommunity.Storage.Series;

/// <summary>A block of the log is not what was written: its length, id or CRC-32C does not fit.</summary>
public sealed class DamagedBlockException : IOException
{
    /// <summary>Names the block.</summary>
    public DamagedBlockException(string file, long offset, int bytes, long blockId)
        : base($"Block {blockId} at {offset} of '{file}' is damaged. Restore a back-up.") => (File, Offset, Bytes, BlockId) = (file, offset, bytes, blockId);

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>Where the block's header begins.</summary>
    public long Offset { get; }

    /// <summary>Bytes of header and block.</summary>
    public int Bytes { get; }

    /// <summary>Number of the block.</summary>
    public long BlockId { get; }
}
