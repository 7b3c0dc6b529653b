namespace SmartCommunity.Anomaly.Rules;

/// <summary>How urgent an alert is. Stored as the number; never renumber.</summary>
public enum AlertPriority
{
    /// <summary>A life may hang on it: on the screen within 2 s, acknowledged within 60 s, on site within 15 min.</summary>
    P1 = 1,

    /// <summary>Acknowledged within 10 min, checked within 2 h.</summary>
    P2 = 2,

    /// <summary>The same day.</summary>
    P3 = 3,
}

/// <summary>What lies behind an alert, told apart so that no family is called for a cable. Stored as the number; never renumber.</summary>
public enum AlertCause
{
    /// <summary>Somebody may be in danger.</summary>
    PersonAtRisk = 1,

    /// <summary>Fire, gas, water: the place is in danger.</summary>
    PlaceAtRisk = 2,

    /// <summary>Something is full, blocked or beyond what it may be.</summary>
    Capacity = 3,

    /// <summary>The device itself is wrong: silent, stuck, empty, its clock off.</summary>
    DeviceFault = 4,

    /// <summary>A gateway cannot be reached; nothing is known of what is behind it.</summary>
    NetworkCut = 5,
}

/// <summary>A text in both languages.</summary>
/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
public sealed record RuleText(string Zh, string En);

/// <summary>When an alert is raised and what it means. Immutable.</summary>
public sealed record AlertRule
{
    /// <summary>Code, unique in its set, e.g. <c>sos</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required RuleText Title { get; init; }

    /// <summary>What whoever gets the alert does next.</summary>
    public required RuleText NextStep { get; init; }

    /// <summary>Where its numbers come from: a standard, a city's practice, or that it is a default of ours.</summary>
    public required string Source { get; init; }

    /// <summary>How urgent.</summary>
    public required AlertPriority Priority { get; init; }

    /// <summary>What lies behind it.</summary>
    public required AlertCause Cause { get; init; }

    /// <summary>True: it does not end by itself; a person ends it.</summary>
    public bool IsLatched { get; init; }

    /// <summary>True: it is tried out. What it would raise is counted and shown beside the rule, and nowhere else: nobody is told.</summary>
    public bool IsShadow { get; init; }

    /// <summary>Which of the nine scenarios it belongs to, as <see cref="RuleScenario"/> codes it; empty: none, for it concerns devices or lines of any.</summary>
    public string Scenario { get; init; } = "";

    /// <summary>Device classes it looks at; empty: all.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>What must be so.</summary>
    public required RuleCondition Condition { get; init; }
}

/// <summary>A versioned set of rules, as its file says. Immutable.</summary>
/// <param name="Id">Code of the set.</param>
/// <param name="Version">Version.</param>
/// <param name="Hash">SHA-256 of the file, lower-case hexadecimal.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Rules">The rules, in the order of the file.</param>
public sealed record RuleSet(string Id, string Version, string Hash, RuleText Title, IReadOnlyList<AlertRule> Rules)
{
    /// <summary>Which series detectors look at.</summary>
    public DetectorPlan Detectors { get; init; } = DetectorPlan.None;

    /// <summary><c>id@version</c>.</summary>
    public string Name => $"{Id}@{Version}";

    /// <summary>The rule of an id; null when there is none.</summary>
    public AlertRule? Find(string id) => Rules.FirstOrDefault(r => r.Id == id);
}
