namespace SmartCommunity.Indicators.Aggregates;

/// <summary>
/// An open day of all devices of a leaf: a row of words for each, in chunks, so that the whole day is read straight through. A chunk is there once one of its devices said something.
/// </summary>
/// <remarks>A row is the words of the slots (five where only the state's row is used) and one more: milliseconds of the last value since the day began, and one; 0 = no value.</remarks>
internal struct OpenUptimeDay
{
    /// <summary>Devices of a chunk: late values of one device make a chunk, not a table of thousands.</summary>
    internal const int ChunkDevices = 16;

    private ulong[]?[] _chunks;

    /// <summary>The device's row; empty: it said nothing of the day, nor did its neighbours.</summary>
    internal readonly Span<ulong> RowOf(int device, int words)
    {
        var chunk = device / ChunkDevices;
        if (_chunks is null || chunk >= _chunks.Length || _chunks[chunk] is not { } rows)
            return default;
        var at = device % ChunkDevices * words;
        return at < rows.Length ? rows.AsSpan(at, words) : default;
    }

    /// <summary>Room for the device's row, and for those of its neighbours among all devices of the leaf.</summary>
    internal Span<ulong> AddRow(int device, int words, int devices)
    {
        var chunk = device / ChunkDevices;
        if (_chunks is null || chunk >= _chunks.Length)
            Array.Resize(ref _chunks, ((devices - 1) / ChunkDevices) + 1);
        Array.Resize(ref _chunks[chunk], Math.Min(ChunkDevices, devices - (chunk * ChunkDevices)) * words);
        return _chunks[chunk].AsSpan(device % ChunkDevices * words, words);
    }
}
