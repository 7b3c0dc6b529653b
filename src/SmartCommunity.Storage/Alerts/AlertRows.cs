namespace SmartCommunity.Storage.Alerts;

/// <summary>Where an alert stands. Stored as the number; never renumber.</summary>
public enum AlertStage
{
    /// <summary>Raised; nobody has seen it.</summary>
    Firing = 1,

    /// <summary>Somebody has it.</summary>
    Acknowledged = 2,

    /// <summary>Somebody is on the way.</summary>
    Dispatched = 3,

    /// <summary>Somebody is there.</summary>
    Handling = 4,

    /// <summary>What raised it is over; somebody still says what it was.</summary>
    Resolved = 5,

    /// <summary>Said what it was.</summary>
    Closed = 6,
}

/// <summary>An alert as it was after a transition. Immutable.</summary>
public sealed record AlertRow
{
    /// <summary>Unique in the district.</summary>
    public required string Id { get; init; }

    /// <summary>Community code.</summary>
    public required string Community { get; init; }

    /// <summary>Id of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary><c>id@version</c> of the rules that raised it.</summary>
    public required string RuleSet { get; init; }

    /// <summary><c>device:ID</c>, a place's twin id or <c>gateway:ID</c>; with <c>#EVENT</c> for one event.</summary>
    public required string Subject { get; init; }

    /// <summary>The device; empty: a home or a gateway.</summary>
    public required string Device { get; init; }

    /// <summary>The place's twin id; empty: the community.</summary>
    public required string Place { get; init; }

    /// <summary>The event; empty: none.</summary>
    public required string EventId { get; init; }

    /// <summary>Its type; empty: none.</summary>
    public required string EventType { get; init; }

    /// <summary>1 to 3, as P1 to P3.</summary>
    public required int Priority { get; init; }

    /// <summary>What lies behind it, as the number of its cause.</summary>
    public required int Cause { get; init; }

    /// <summary>Where it stands.</summary>
    public required AlertStage Stage { get; init; }

    /// <summary>Since when, epoch milliseconds.</summary>
    public required long StageSinceMs { get; init; }

    /// <summary>When it was raised, epoch milliseconds.</summary>
    public required long RaisedAtMs { get; init; }

    /// <summary>When it was raised last.</summary>
    public required long LastAtMs { get; init; }

    /// <summary>What raised it still holds.</summary>
    public required bool IsHolding { get; init; }

    /// <summary>How often it was raised.</summary>
    public required int Occurrences { get; init; }

    /// <summary>Level of escalation, from 0.</summary>
    public required int Level { get; init; }

    /// <summary>Number of its latest transition.</summary>
    public required int Number { get; init; }

    /// <summary>Who is sent; empty: nobody.</summary>
    public required string Assignee { get; init; }

    /// <summary>Cause code of its close; empty: open.</summary>
    public required string Code { get; init; }

    /// <summary>Quantity it rests on; empty: none.</summary>
    public required string Quantity { get; init; }

    /// <summary>Its value, or how long something lasted in seconds.</summary>
    public required double Value { get; init; }

    /// <summary>What the rule allows.</summary>
    public required double Limit { get; init; }

    /// <summary>When it was measured.</summary>
    public required long MeasuredAtMs { get; init; }
}

/// <summary>One step of an alert's life, kept for good.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="What">What happened: <c>raised</c>, <c>again</c>, <c>escalated</c>, <c>ended</c>, or what a person did.</param>
/// <param name="Stage">Where the alert stands after it.</param>
/// <param name="Actor">Person; empty: the system.</param>
/// <param name="AtMs">When, epoch milliseconds.</param>
/// <param name="Comment">What was said.</param>
/// <param name="Code">Cause code of a close; who is sent, of a dispatch; the override that changed the rule's numbers, of a raise.</param>
/// <param name="PhotoSha256">Photo; empty: none.</param>
/// <param name="Level">Level of escalation after it.</param>
public sealed record AlertTransition(int Number, string What, AlertStage Stage, string Actor, long AtMs, string Comment, string Code, string PhotoSha256, int Level);

/// <summary>A transition and the alert after it.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Transition">What happened.</param>
/// <param name="Ordinal">Its number among all transitions of the community, from 1, without gaps; 0: the ledger has not taken it yet.</param>
public sealed record AlertChange(AlertRow Alert, AlertTransition Transition, long Ordinal = 0);

/// <summary>A transition of which nobody was told yet.</summary>
/// <param name="Position">Its place in the queue.</param>
/// <param name="Alert">The alert as it is now: later transitions may have changed it.</param>
/// <param name="Transition">The transition.</param>
/// <param name="Before">Where the alert stood before it; null: it is the first.</param>
public sealed record UntoldTransition(long Position, AlertRow Alert, AlertTransition Transition, AlertStage? Before);

/// <summary>Which alerts are asked for; empty lists and texts mean all.</summary>
/// <param name="Communities">Community codes.</param>
/// <param name="Stages">Stages.</param>
/// <param name="MaxPriority">The least urgent to be shown; 3 = all.</param>
/// <param name="Rule">Rule id.</param>
/// <param name="Subject">What <see cref="AlertRow.Subject"/> begins with.</param>
public sealed record AlertFilter(IReadOnlyCollection<string> Communities, IReadOnlyCollection<AlertStage> Stages, int MaxPriority, string Rule, string Subject)
{
    /// <summary>Number of the cause; null: any.</summary>
    public int? Cause { get; init; }

    /// <summary>Rules of sets (<c>id@version</c>) that may have raised it; null: any.</summary>
    public IReadOnlyList<(string Set, string Rule)>? Rules { get; init; }
}
