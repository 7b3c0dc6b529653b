namespace SmartCommunity.Contracts.Http;

/// <summary>What a device, or every device of a class, may send. Null: the next wider limit, that is the class's, then the gateway's (the daily ones: none).</summary>
public sealed record QuotaLimits
{
    /// <summary>Messages a second in the long run, 0.01 to 1,000,000.</summary>
    public double? MessagesPerSecond { get; init; }

    /// <summary>Messages at once after a pause, 1 to 1,000,000.</summary>
    public int? BurstMessages { get; init; }

    /// <summary>Messages a calendar day (Asia/Shanghai), 1 to 1,000,000,000.</summary>
    public long? DailyMessages { get; init; }

    /// <summary>Bytes of payload a calendar day, 1 to 1 TiB.</summary>
    public long? DailyBytes { get; init; }
}

/// <summary>Limits of a class.</summary>
public sealed record ClassQuotaView(string Class, QuotaLimits Limits);

/// <summary>A device's limits and what it used of them today. Safety events count, and are never refused.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Own">Limits of the device itself.</param>
/// <param name="Effective">What counts: its own, else its class's; null where the gateway's own limit counts, or none.</param>
/// <param name="Day">The calendar day (Asia/Shanghai) that the next three are of.</param>
/// <param name="UsedMessages">Messages taken.</param>
/// <param name="UsedBytes">Bytes of their payloads.</param>
/// <param name="Refused">Messages refused or dropped, above the rate or a daily limit.</param>
/// <param name="HeardAt">When its gateway told; null when it has not since the cloud started.</param>
public sealed record DeviceQuotaView(
    string Device, QuotaLimits Own, QuotaLimits Effective, DateOnly Day, long UsedMessages, long UsedBytes, long Refused, DateTimeOffset? HeardAt);
