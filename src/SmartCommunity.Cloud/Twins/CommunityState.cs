using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Twins;

/// <summary>Latest value of one quantity, by event time.</summary>
internal struct LatestValue
{
    internal double Value;
    internal long AtMs;
    internal long ReceivedAtMs;
    internal Quality Quality;
    internal bool IsSet;
}

/// <summary>
/// The twin of a device: what it last said, and whether it is there. <see cref="Latest"/> is indexed like the quantities of its class.
/// </summary>
internal sealed class DeviceTwin
{
    internal required string Device { get; init; }

    internal required DeviceClass Class { get; init; }

    internal required LatestValue[] Latest { get; init; }

    internal string Gateway { get; set; } = "";

    internal bool Retired { get; set; }

    internal bool Online { get; set; }

    /// <summary>When the gateway last heard it, epoch milliseconds; 0 = never.</summary>
    internal long LastReceivedAtMs { get; set; }

    /// <summary>When it (or its Last Will) said it goes offline; 0 = it did not since it was last heard.</summary>
    internal long SaidOfflineAtMs { get; set; }

    /// <summary>Reported properties, canonical JSON; null = it never reported any.</summary>
    internal string? ReportedJson { get; set; }

    /// <summary>Changes of the reported properties so far.</summary>
    internal long ReportedVersion { get; set; }

    /// <summary>When the device says it had them, epoch milliseconds.</summary>
    internal long ReportedAtMs { get; set; }
}

/// <summary>A safety event as the state remembers it.</summary>
internal sealed record RememberedEvent(string Device, string Type, string EventId, long AtMs, long ReceivedAtMs);

/// <summary>
/// Everything known of one community at one position of its log. Changed only by <see cref="CommunityFold"/>; reads no clock.
/// </summary>
internal sealed class CommunityState(string community)
{
    /// <summary>Safety events kept: what a screen shows of the recent past; history is in the store.</summary>
    internal const int MaxEvents = 200;

    internal string Community { get; } = community;

    internal long Position { get; set; }

    /// <summary>Time of the latest tick, epoch milliseconds.</summary>
    internal long NowMs { get; set; }

    /// <summary>Highest registry version folded.</summary>
    internal long RegistryVersion { get; set; }

    /// <summary>Latest <c>at</c> of any measurement.</summary>
    internal long LastAtMs { get; set; }

    internal long Messages { get; set; }

    /// <summary><see cref="Messages"/> at the latest tick, to tell the rate.</summary>
    internal long MessagesAtTick { get; set; }

    internal double MessagesPerSecond { get; set; }

    /// <summary>Latest time of any entry folded, epoch milliseconds.</summary>
    internal long WrittenAtMs { get; set; }

    /// <summary>Highest registry version of <see cref="Twins"/>.</summary>
    internal long GraphVersion { get; set; }

    /// <summary>What people said of twins, by twin id; removed places too, so that their revisions go on rising.</summary>
    internal SortedDictionary<string, LoggedTwin> Twins { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, DeviceTwin> Devices { get; } = new(StringComparer.Ordinal);

    internal Queue<RememberedEvent> Events { get; } = new();
}
