using MessagePack;

namespace SmartCommunity.Contracts.Live;

/// <summary>How far the transitions of one community's alerts are known.</summary>
[MessagePackObject]
public sealed record LiveAlertCursor
{
    /// <summary>Community code.</summary>
    [Key("community")]
    public required string Community { get; init; }

    /// <summary>Ordinal of the last transition known; 0: none. The next one is larger by one.</summary>
    [Key("ordinal")]
    public required long Ordinal { get; init; }

    /// <summary>In a snapshot. True: its open alerts are listed; forget what is known of it. False: only what was missed follows.</summary>
    [Key("complete")]
    public bool Complete { get; init; }
}

/// <summary>A step of an alert's life, as it happens; never conflated, never dropped. Applying one twice changes nothing.</summary>
[MessagePackObject]
public sealed record LiveAlertChange
{
    /// <summary>Its number among all transitions of the community, from 1, without gaps.</summary>
    [Key("ordinal")]
    public required long Ordinal { get; init; }

    /// <summary>Its number within the alert, from 1, without gaps.</summary>
    [Key("number")]
    public required int Number { get; init; }

    /// <summary>What happened: <c>raised</c>, <c>again</c>, <c>escalated</c>, <c>ended</c>, or what a person did.</summary>
    [Key("what")]
    public required string What { get; init; }

    /// <summary>Where the alert stands after it.</summary>
    [Key("stage")]
    public required string Stage { get; init; }

    /// <summary>Person; empty: the system.</summary>
    [Key("actor")]
    public required string Actor { get; init; }

    /// <summary>When, epoch milliseconds.</summary>
    [Key("atMs")]
    public required long AtMs { get; init; }

    /// <summary>What was said.</summary>
    [Key("comment")]
    public required string Comment { get; init; }

    /// <summary>The alert after it; after what was missed, as it is now.</summary>
    [Key("alert")]
    public required LiveAlert Alert { get; init; }
}

/// <summary>An alert on a screen.</summary>
[MessagePackObject]
public sealed record LiveAlert
{
    /// <summary>Unique in the district.</summary>
    [Key("id")]
    public required string Id { get; init; }

    /// <summary>Community code.</summary>
    [Key("community")]
    public required string Community { get; init; }

    /// <summary>Its street.</summary>
    [Key("street")]
    public required string Street { get; init; }

    /// <summary>Id of the rule.</summary>
    [Key("rule")]
    public required string Rule { get; init; }

    /// <summary>What it is called, Chinese.</summary>
    [Key("titleZh")]
    public required string TitleZh { get; init; }

    /// <summary>What it is called, English.</summary>
    [Key("titleEn")]
    public required string TitleEn { get; init; }

    /// <summary><c>device:ID</c>, a place's twin id or <c>gateway:ID</c>; with <c>#EVENT</c> for one event.</summary>
    [Key("subject")]
    public required string Subject { get; init; }

    /// <summary>The device; empty: a home or a gateway.</summary>
    [Key("device")]
    public required string Device { get; init; }

    /// <summary>The place's twin id; empty: the community.</summary>
    [Key("place")]
    public required string Place { get; init; }

    /// <summary>The device's id of the event; empty: none.</summary>
    [Key("eventId")]
    public required string EventId { get; init; }

    /// <summary><c>P1</c>, <c>P2</c> or <c>P3</c>.</summary>
    [Key("priority")]
    public required string Priority { get; init; }

    /// <summary><c>personAtRisk</c>, <c>placeAtRisk</c>, <c>capacity</c>, <c>deviceFault</c> or <c>networkCut</c>.</summary>
    [Key("cause")]
    public required string Cause { get; init; }

    /// <summary><c>firing</c>, <c>acknowledged</c>, <c>dispatched</c>, <c>handling</c>, <c>resolved</c> or <c>closed</c>.</summary>
    [Key("stage")]
    public required string Stage { get; init; }

    /// <summary>When what it rests on was measured or happened, by the device, epoch milliseconds.</summary>
    [Key("measuredAtMs")]
    public required long MeasuredAtMs { get; init; }

    /// <summary>When it was raised, epoch milliseconds.</summary>
    [Key("raisedAtMs")]
    public required long RaisedAtMs { get; init; }

    /// <summary>When the present stage should have ended, epoch milliseconds; 0: no limit.</summary>
    [Key("dueAtMs")]
    public required long DueAtMs { get; init; }

    /// <summary>How often it was raised.</summary>
    [Key("occurrences")]
    public required int Occurrences { get; init; }

    /// <summary>Level of escalation, from 0.</summary>
    [Key("level")]
    public required int Level { get; init; }

    /// <summary>Who is sent; empty: nobody.</summary>
    [Key("assignee")]
    public required string Assignee { get; init; }
}
