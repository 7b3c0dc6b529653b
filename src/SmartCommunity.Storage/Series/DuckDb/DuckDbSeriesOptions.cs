namespace SmartCommunity.Storage.Series;

/// <summary>Where the embedded series store lives and how much it may use. Validated by <see cref="Faults"/> when the store is opened.</summary>
public sealed record DuckDbSeriesOptions
{
    private const int SmallestMemoryLimitMb = 64;
    private const int LargestReaderCount = 64;
    private const int SmallestHotRows = 1_000;

    /// <summary>Folder of the store; made when absent. Everything in it belongs to the store.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Most memory of the store's DuckDB instance, in MB (10⁶ bytes), 64 or more, default 256. It holds the hot rows since the last checkpoint and
    /// what queries work on: too small, and a checkpoint that finds no room ends the database until it is opened again.
    /// </summary>
    public int MemoryLimitMb { get; init; } = 256;

    /// <summary>Most memory while a segment or a day is sorted, in MB, 64 or more, default 256; beyond it the sort spills to the store's <c>tmp</c> folder: smaller is slower to seal.</summary>
    public int SortMemoryLimitMb { get; init; } = 256;

    /// <summary>Threads one query may use, 1 or more, default 1: small commits spend more on waking a second thread than on their rows.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Connections that read at the same time, 1 to 64, default 4; further queries wait their turn.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>
    /// Size of the write-ahead log at which DuckDB folds it into the file, in MB, default 8. The commit that finds it so large does it, and an alarm that arrives meanwhile
    /// waits for it: 0.1 s with 8 MB, 0.2 to 0.5 s with 32 (decision 0007). Smaller: pauses as long, and more of them. Larger: longer ones, more memory and a longer start after a crash.
    /// </summary>
    public int CheckpointMb { get; init; } = 8;

    /// <summary>
    /// Hot rows at which they are written to a segment, 1,000 or more, default 4 million: a scan of so many for one series takes some
    /// 10 ms, and at the district's 4,000 measurements a second that is a segment every quarter of an hour.
    /// </summary>
    public int HotRows { get; init; } = 4_000_000;

    /// <summary>Segments of one day that are merged at once although the day is open or was sealed before, 2 or more, default 12: bounds the files a query opens.</summary>
    public int SegmentsPerDay { get; init; } = 12;

    /// <summary>How long after the end of an Asia/Shanghai day it stays open for late rows, default 2 h. Later rows make a new version of its file.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Age at which measurements and events are deleted, default 400 days: a year to compare with, and a month to look at it.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Age at which log entries are trimmed, once the snapshot of their community has passed them; default 35 days, so that a month can be replayed.</summary>
    public TimeSpan LogRetention { get; init; } = TimeSpan.FromDays(35);

    /// <summary>All that is wrong with the options; empty when they are good.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        AtLeast(nameof(MemoryLimitMb), MemoryLimitMb, SmallestMemoryLimitMb);
        AtLeast(nameof(SortMemoryLimitMb), SortMemoryLimitMb, SmallestMemoryLimitMb);
        AtLeast(nameof(Threads), Threads, 1);
        AtLeast(nameof(Readers), Readers, 1);
        AtLeast(nameof(CheckpointMb), CheckpointMb, 1);
        AtLeast(nameof(HotRows), HotRows, SmallestHotRows);
        AtLeast(nameof(SegmentsPerDay), SegmentsPerDay, 2);
        if (string.IsNullOrWhiteSpace(Folder))
            faults.Add($"{nameof(Folder)} must name a folder.");
        if (Readers > LargestReaderCount)
            faults.Add($"{nameof(Readers)} is {Readers}; it must be at most {LargestReaderCount}.");
        if (Lateness < TimeSpan.Zero)
            faults.Add($"{nameof(Lateness)} is {Lateness}; it must not be negative.");
        if (Retention < TimeSpan.FromDays(1))
            faults.Add($"{nameof(Retention)} is {Retention}; it must be at least one day.");
        if (LogRetention < TimeSpan.Zero)
            faults.Add($"{nameof(LogRetention)} is {LogRetention}; it must not be negative.");
        return faults;

        void AtLeast(string name, int value, int limit)
        {
            if (value < limit)
                faults.Add($"{name} is {value}; it must be at least {limit}.");
        }
    }
}
