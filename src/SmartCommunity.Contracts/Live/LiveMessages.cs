using MessagePack;

namespace SmartCommunity.Contracts.Live;

/// <summary>
/// State of an area. As a snapshot it is everything; as an answer to a <see cref="LiveCursor"/> that is still known, only what changed since.
/// </summary>
[MessagePackObject]
public sealed record LiveSnapshot
{
    /// <summary>Names the subscription in every later message on this connection.</summary>
    [Key("subscription")]
    public required string Subscription { get; init; }

    /// <summary>The feed's identity; see <see cref="LiveCursor"/>.</summary>
    [Key("feed")]
    public required string Feed { get; init; }

    /// <summary>Version of this state.</summary>
    [Key("version")]
    public required long Version { get; init; }

    /// <summary>True: replace everything. False: it is the gap since the cursor's version; apply on top.</summary>
    [Key("complete")]
    public required bool Complete { get; init; }

    /// <summary>Communities of the area (district and street areas).</summary>
    [Key("communities")]
    public IReadOnlyList<LiveCommunity> Communities { get; init; } = [];

    /// <summary>Devices of the area (community and device-list areas).</summary>
    [Key("devices")]
    public IReadOnlyList<LiveDevice> Devices { get; init; } = [];

    /// <summary>Scores of the area's communities (all areas but device lists).</summary>
    [Key("scores")]
    public IReadOnlyList<LiveScore> Scores { get; init; } = [];

    /// <summary>Safety events since the cursor (gap), or those that happened within the last hour (snapshot); in the order of their arrival.</summary>
    [Key("events")]
    public IReadOnlyList<LiveEvent> Events { get; init; } = [];

    /// <summary>Alerts that are not closed, of the communities whose cursor below is complete; the most urgent first.</summary>
    [Key("alerts")]
    public IReadOnlyList<LiveAlert> Alerts { get; init; } = [];

    /// <summary>From where on transitions follow, for each community of an area whose alerts were asked for.</summary>
    [Key("alertCursors")]
    public IReadOnlyList<LiveAlertCursor> AlertCursors { get; init; } = [];
}

/// <summary>
/// What changed from <see cref="FromVersion"/> to <see cref="Version"/>. Applies only on a state of exactly <see cref="FromVersion"/>; a client that
/// sees another number subscribes again with its cursor. A slow client gets fewer, wider deltas (latest wins).
/// </summary>
[MessagePackObject]
public sealed record LiveDelta
{
    /// <summary>The subscription it belongs to.</summary>
    [Key("subscription")]
    public required string Subscription { get; init; }

    /// <summary>Version this delta applies to.</summary>
    [Key("fromVersion")]
    public required long FromVersion { get; init; }

    /// <summary>Version reached by applying it.</summary>
    [Key("version")]
    public required long Version { get; init; }

    /// <summary>Server time the delta was made, epoch milliseconds: the client's "data as of".</summary>
    [Key("asOfMs")]
    public required long AsOfMs { get; init; }

    /// <summary>Communities that changed, whole.</summary>
    [Key("communities")]
    public IReadOnlyList<LiveCommunity> Communities { get; init; } = [];

    /// <summary>Devices that changed; each holds only the values that changed.</summary>
    [Key("devices")]
    public IReadOnlyList<LiveDevice> Devices { get; init; } = [];

    /// <summary>Scores that changed; each holds only the measures that changed.</summary>
    [Key("scores")]
    public IReadOnlyList<LiveScore> Scores { get; init; } = [];
}

/// <summary>Numbers of one community.</summary>
[MessagePackObject]
public sealed record LiveCommunity
{
    /// <summary>Community code.</summary>
    [Key("code")]
    public required string Code { get; init; }

    /// <summary>Devices enrolled and not retired.</summary>
    [Key("devices")]
    public required int Devices { get; init; }

    /// <summary>Devices online.</summary>
    [Key("online")]
    public required int Online { get; init; }

    /// <summary>Latest <c>at</c> of any measurement, epoch milliseconds; 0 = none yet.</summary>
    [Key("lastAtMs")]
    public required long LastAtMs { get; init; }

    /// <summary>Telemetry messages folded in the last full ten seconds, per second.</summary>
    [Key("messagesPerSecond")]
    public required double MessagesPerSecond { get; init; }

    /// <summary>Log position folded so far.</summary>
    [Key("position")]
    public required long Position { get; init; }
}

/// <summary>Last known state of one device.</summary>
[MessagePackObject]
public sealed record LiveDevice
{
    /// <summary>Device id.</summary>
    [Key("device")]
    public required string Device { get; init; }

    /// <summary>Community code.</summary>
    [Key("community")]
    public required string Community { get; init; }

    /// <summary>Class code.</summary>
    [Key("class")]
    public required string Class { get; init; }

    /// <summary>Online by its own reporting interval, with hysteresis.</summary>
    [Key("online")]
    public required bool Online { get; init; }

    /// <summary>Whether it is there, a code of <see cref="DevicePresence"/>: a device whose gateway is away is not offline.</summary>
    [Key("state")]
    public string State { get; init; } = DevicePresence.Unheard;

    /// <summary>When the gateway last heard it, epoch milliseconds; 0 = never.</summary>
    [Key("lastReceivedAtMs")]
    public required long LastReceivedAtMs { get; init; }

    /// <summary>Latest values (snapshot: all; delta: changed ones).</summary>
    [Key("values")]
    public IReadOnlyList<LiveValue> Values { get; init; } = [];
}

/// <summary>Latest value of one quantity, by event time.</summary>
[MessagePackObject]
public sealed record LiveValue
{
    /// <summary>Quantity name.</summary>
    [Key("quantity")]
    public required string Quantity { get; init; }

    /// <summary>Value in the quantity's unit.</summary>
    [Key("value")]
    public required double Value { get; init; }

    /// <summary>When it was measured, epoch milliseconds.</summary>
    [Key("atMs")]
    public required long AtMs { get; init; }

    /// <summary>When the gateway received it, epoch milliseconds.</summary>
    [Key("receivedAtMs")]
    public required long ReceivedAtMs { get; init; }

    /// <summary><see cref="Telemetry.Quality"/> as its number.</summary>
    [Key("quality")]
    public required int Quality { get; init; }

    /// <summary>What the platform derived it from (<c>parkingSpot.spotStatus</c>, <c>weight,height</c>); null when the device sent it.</summary>
    [Key("from")]
    public string? From { get; init; }
}

/// <summary>A safety event; never conflated, never dropped.</summary>
[MessagePackObject]
public sealed record LiveEvent
{
    /// <summary>Number of the event within its feed, consecutive.</summary>
    [Key("number")]
    public required long Number { get; init; }

    /// <summary>Device id.</summary>
    [Key("device")]
    public required string Device { get; init; }

    /// <summary>Community code.</summary>
    [Key("community")]
    public required string Community { get; init; }

    /// <summary><c>sos</c>, <c>fall</c> …</summary>
    [Key("type")]
    public required string Type { get; init; }

    /// <summary>The device's id of the event.</summary>
    [Key("eventId")]
    public required string EventId { get; init; }

    /// <summary>When it happened, epoch milliseconds.</summary>
    [Key("atMs")]
    public required long AtMs { get; init; }

    /// <summary>When the gateway received it, epoch milliseconds.</summary>
    [Key("receivedAtMs")]
    public required long ReceivedAtMs { get; init; }
}
