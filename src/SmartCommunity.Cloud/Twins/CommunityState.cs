using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins.Derived;
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

    /// <summary>What the platform derived it from, e.g. <c>parkingSpot.spotStatus</c>; null when a device sent it.</summary>
    internal string? From;

    /// <summary>
    /// True when this value stands against another of the same quantity: a believed clock before a suspect one (whose <c>at</c> is only the time of receipt), then the
    /// later event, then the later receipt. The order of arrival does not matter.
    /// </summary>
    internal readonly bool IsLaterThan(in LatestValue other)
    {
        if (!other.IsSet)
            return true;
        var (believed, otherBelieved) = ((Quality & Quality.ClockSuspect) == 0, (other.Quality & Quality.ClockSuspect) == 0);
        if (believed != otherBelieved)
            return believed;
        return AtMs > other.AtMs || (AtMs == other.AtMs && ReceivedAtMs > other.ReceivedAtMs);
    }
}

/// <summary>
/// The twin of a device: what it last said, and whether it is there. Latest values are indexed like the quantities of its class.
/// </summary>
internal sealed class DeviceTwin
{
    private LatestValue[] _latest = [];
    private bool _isShared;

    internal required string Device { get; init; }

    internal required DeviceClass Class { get; init; }

    /// <summary>To be read; written only through <see cref="LatestOf"/>.</summary>
    internal required LatestValue[] Latest
    {
        get => _latest;
        init => _latest = value;
    }

    internal string Gateway { get; set; } = "";

    internal bool Retired { get; set; }

    /// <summary>Whether it is there; changed by <see cref="Liveness"/>.</summary>
    internal Presence Presence { get; set; } = Presence.Unheard;

    internal bool Online => Presence == Presence.Online;

    /// <summary>When it last came online, epoch milliseconds; 0 = never.</summary>
    internal long OnlineSinceMs { get; set; }

    /// <summary>It was online only briefly before it last went.</summary>
    internal bool IsFlapping { get; set; }

    /// <summary>Times heard in a row without a silence beyond its patience.</summary>
    internal int HeardInRow { get; set; }

    /// <summary>Its relationships, as the registry last told them.</summary>
    internal IReadOnlyList<DeviceRelation> Relations { get; set; } = [];

    /// <summary>Gate counts of a parking site since they were last set to zero; null for anything else.</summary>
    internal GateCount? Gates { get; set; }

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

    /// <summary>A latest value to be written. Who was given them keeps what was given.</summary>
    internal ref LatestValue LatestOf(int slot)
    {
        if (_isShared)
            (_latest, _isShared) = ([.. _latest], false);
        return ref _latest[slot];
    }

    /// <summary>The latest values as they are, never written again: whoever shows them holds what the twin holds, until it hears something new.</summary>
    internal LatestValue[] ShareLatest()
    {
        _isShared = true;
        return _latest;
    }
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

    /// <summary>What the registry holds, so that it is held once. It changes nothing of what the state says. Not part of a snapshot.</summary>
    internal HeldOnce Held { get; init; } = HeldOnce.Nothing;

    /// <summary>False: it is folded for its alerts alone, as a back-test does; nothing of its scores is kept. Not part of a snapshot.</summary>
    internal bool IsScored { get; init; } = true;

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

    /// <summary>What people said of the community: facts, records, evidence, steps, standing.</summary>
    internal ScoringFacts Facts { get; } = new();

    /// <summary>What scores need beyond twins and what people said.</summary>
    internal ScoringState Scoring { get; } = new();

    /// <summary>Alerts and what their rules remember.</summary>
    internal AlertsState Alerts { get; } = new();

    /// <summary>What detectors said last.</summary>
    internal DetectionsState Detections { get; } = new();

    /// <summary>Gateways that are, or were, away.</summary>
    internal SortedDictionary<string, GatewayAbsence> Gateways { get; } = new(StringComparer.Ordinal);

    /// <summary>What a tick looks at.</summary>
    internal TickIndex Ticks { get; } = new();

    internal SortedDictionary<string, DeviceTwin> Devices { get; } = new(StringComparer.Ordinal);

    internal Queue<RememberedEvent> Events { get; } = new();
}
