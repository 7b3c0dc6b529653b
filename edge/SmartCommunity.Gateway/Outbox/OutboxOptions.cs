using System.ComponentModel.DataAnnotations;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>Settings of the outbox, section <c>Outbox</c>. Validated at start; every fault is named with its key.</summary>
internal sealed class OutboxOptions
{
    internal const string Section = "Outbox";

    /// <summary>Folder of the outbox files. Required; created when missing. One gateway process per folder.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>
    /// Most bytes of routine blocks waiting for the cloud. Default 2 GiB: at the measured 73 bytes a message of four values
    /// eight hours of the district's 1,000 messages/s, five days of one community's 60.
    /// Range 1 MiB to 1 TiB. At 90 % routine messages are refused; smaller refuses sooner, larger needs the disk.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long RoutineQuotaBytes { get; set; } = 2L << 30;

    /// <summary>Most bytes of alarm blocks. Default 64 MiB: about 250,000 safety events. Range 64 KiB to 1 GiB. Beyond it the oldest become a recorded loss; a new SOS is never refused for it.</summary>
    [Range(64L << 10, 1L << 30)]
    public long AlarmQuotaBytes { get; set; } = 64L << 20;

    /// <summary>Disk space held back for alarms, preallocated; released when the disk is full. Default 16 MiB: 3,000 safety events even if none of their log pages were used again. Range 0 (none) to 1 GiB.</summary>
    [Range(0L, 1L << 30)]
    public long ReserveBytes { get; set; } = 16L << 20;

    /// <summary>Items older than this become a recorded loss. Default 30 days. Range 1 minute to 10 years.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Devices whose duplicate windows are remembered for each lane. Default 100,000 (up to 1.4 KB each). Range 1 to 1,000,000. Beyond it the longest silent are forgotten: their re-sent messages are stored twice.</summary>
    [Range(1, 1_000_000)]
    public int MaxDevices { get; set; } = 100_000;

    /// <summary>
    /// Shortest time between two commits of routine messages while several arrive in each. Default 10 ms: at most 100 fsyncs a second, and every block
    /// that the line carries on holds more. Range 0 (as fast as the disk) to 1 s; a PUBACK waits that much longer. A single message never waits, nor does an alarm.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Acknowledged bytes that wait before they are deleted in one transaction. Default 8 MiB. Range 0 (at once) to 1 GiB. Smaller costs more transactions, larger more disk.</summary>
    [Range(0L, 1L << 30)]
    public long TrimBytes { get; set; } = 8L << 20;
}
