namespace SmartCommunity.Cloud.Ingest;

/// <summary>Limits of the ingest. All have defaults that fit the district on one machine.</summary>
public sealed class IngestOptions
{
    /// <summary>
    /// Bytes of frames that may be under way on each lane of a gateway before it waits for an ack. Range 64 KiB to 64 MiB, default 4 MiB: about a hundred
    /// thousand messages, two commits' worth at full load. Smaller starves the writer; larger only buys memory.
    /// </summary>
    public long CreditBytes { get; set; } = 4L * 1024 * 1024;

    /// <summary>
    /// Frames a group commit takes at most. Range 1 to 1,024, default 64. Larger commits cost fewer fsyncs, and make an alarm that arrives
    /// during one wait longer.
    /// </summary>
    public int MaxFramesPerCommit { get; set; } = 64;

    /// <summary>Measurements a group commit takes at most. Range 1,000 to 1,000,000, default 50,000: about 50 ms of appending.</summary>
    public int MaxRowsPerCommit { get; set; } = 50_000;

    /// <summary>
    /// Shortest time between two commits of routine frames. Range 0 to 1 s, default 40 ms: at most 25 transactions a second, whatever the gateways send. Smaller costs
    /// processor, larger is added to the age of what operators see. An alarm does not wait for it.
    /// </summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How often a tick is written to every community's log. Range 1 s to 60 s, default 10 s: the resolution of online states.</summary>
    public TimeSpan TickInterval { get; set; } = TimeSpan.FromSeconds(10);
}
