namespace SmartCommunity.Storage.Series;

/// <summary>
/// A place measurements are read from. It lives as long as a <see cref="SourceSet"/> that holds it: a query started before a seal finishes
/// on the tables and files it started with.
/// </summary>
internal abstract class MeasurementSource
{
    private int _holders;

    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>True when nobody holds it any more.</summary>
    public bool Release() => Interlocked.Decrement(ref _holders) == 0;
}

/// <summary>Rows not sealed yet, table <c>hot_{Number}</c>: only ever appended to, dropped whole. Bounds are widened by the writer before it commits.</summary>
internal sealed class HotTable(int number, long rows, long minAtMs, long maxAtMs) : MeasurementSource
{
    private long _rows = rows;
    private long _minAtMs = minAtMs;
    private long _maxAtMs = maxAtMs;

    public int Number { get; } = number;

    public string Name => NameOf(Number);

    public long Rows => Volatile.Read(ref _rows);

    public long MinAtMs => Volatile.Read(ref _minAtMs);

    public long MaxAtMs => Volatile.Read(ref _maxAtMs);

    public static string NameOf(int number) => "hot_" + Sql.Number(number);

    public static HotTable Empty(int number) => new(number, 0, long.MaxValue, long.MinValue);

    public void Widen_NeedsWriter(long minAtMs, long maxAtMs)
    {
        Volatile.Write(ref _minAtMs, Math.Min(_minAtMs, minAtMs));
        Volatile.Write(ref _maxAtMs, Math.Max(_maxAtMs, maxAtMs));
    }

    public void Count_NeedsWriter(long rows) => Volatile.Write(ref _rows, _rows + rows);
}

/// <summary>
/// One Parquet file of one Asia/Shanghai day and a range of series, sorted by (series, at), each (series, at) once. Never changed; replaced by a later
/// version. Files of a day with the same rank were written together and share no series.
/// </summary>
/// <param name="file">Name in the sealed folder.</param>
/// <param name="day">Day number (<see cref="DateOnly.DayNumber"/>).</param>
/// <param name="rank">Among files of a day, the higher rank holds the later rows.</param>
/// <param name="complete">Written after the day closed, from everything known then.</param>
/// <param name="firstSeries">Smallest series number in it.</param>
/// <param name="lastSeries">Largest series number in it.</param>
/// <param name="rows">Measurements in it.</param>
/// <param name="minAtMs">Earliest <c>at</c>.</param>
/// <param name="maxAtMs">Latest <c>at</c>.</param>
/// <param name="bytes">Size of the file.</param>
internal sealed class SealedFile(
    string file, int day, int rank, bool complete, int firstSeries, int lastSeries, long rows, long minAtMs, long maxAtMs, long bytes) : MeasurementSource
{
    public string File { get; } = file;

    public int Day { get; } = day;

    public int Rank { get; } = rank;

    public bool Complete { get; } = complete;

    public int FirstSeries { get; } = firstSeries;

    public int LastSeries { get; } = lastSeries;

    public long Rows { get; } = rows;

    public long MinAtMs { get; } = minAtMs;

    public long MaxAtMs { get; } = maxAtMs;

    public long Bytes { get; } = bytes;
}

/// <summary>All sources at one moment; immutable. Count its users with <see cref="Sources"/>.</summary>
internal sealed class SourceSet
{
    private int _users = 1;

    public SourceSet(IReadOnlyList<HotTable> hot, IReadOnlyList<SealedFile> files)
    {
        Hot = hot;
        Files = files;
        foreach (var source in All)
            source.Hold();
    }

    /// <summary>Oldest first; the last one is written to.</summary>
    public IReadOnlyList<HotTable> Hot { get; }

    public IReadOnlyList<SealedFile> Files { get; }

    /// <summary>Files that may hold a series.</summary>
    public IReadOnlyList<SealedFile> FilesOf(int series) => [.. Files.Where(f => f.FirstSeries <= series && series <= f.LastSeries)];

    public IEnumerable<MeasurementSource> All => Hot.Cast<MeasurementSource>().Concat(Files);

    public void Use() => Interlocked.Increment(ref _users);

    public bool Leave() => Interlocked.Decrement(ref _users) == 0;
}
