namespace SmartCommunity.Cloud;

/// <summary>Reads a stream that a stranger sends, into memory of bounded size.</summary>
internal static class LimitedBody
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>The bytes; more than <paramref name="limitBytes"/> when there are more, but not all of those.</summary>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int limitBytes, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[ChunkBytes];
        while (memory.Length <= limitBytes && await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            memory.Write(buffer, 0, read);
        return memory.ToArray();
    }
}
