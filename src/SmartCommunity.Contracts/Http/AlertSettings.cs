namespace SmartCommunity.Contracts.Http;

/// <summary>An override, an away mode or a maintenance window as people see it.</summary>
/// <param name="Id">Unique in the district.</param>
/// <param name="Community">Community code.</param>
/// <param name="Kind"><c>override</c>, <c>away</c> or <c>window</c>.</param>
/// <param name="Targets">Twin ids of the devices and places it concerns.</param>
/// <param name="Rules">Ids of the rules; of a window empty: every rule that is no safety rule.</param>
/// <param name="Numbers">Of an override: what is changed; else null.</param>
/// <param name="From">From when on.</param>
/// <param name="Until">Up to when; null: until somebody ends it.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedBy">Who said it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="NeedsSecond">It mutes a safety rule: it does nothing before a second person agreed.</param>
/// <param name="ApprovedBy">The second person; empty: nobody yet.</param>
/// <param name="ApprovedAt">When they agreed.</param>
/// <param name="State"><c>waiting</c> (for the second person), <c>planned</c>, <c>acting</c> or <c>ended</c>.</param>
/// <param name="EndedHow">Of one that ended: <c>time</c>, <c>person</c> or <c>signOfLife</c>; else empty.</param>
/// <param name="EndedBy">The person, or the device whose sign of life it was; else empty.</param>
/// <param name="EndedAt">When it ended; null: it has not.</param>
/// <param name="Muted">How often something would have raised an alert and did not.</param>
/// <param name="MutedAt">When the latest; null: never.</param>
/// <param name="MutedWhat">Rule and subject of the latest, separated by a blank; else empty.</param>
/// <param name="Revision">Changes so far, from 1.</param>
public sealed record AlertSettingView(
    string Id, string Community, string Kind, IReadOnlyList<string> Targets, IReadOnlyList<string> Rules, RuleNumbers? Numbers, DateTimeOffset From, DateTimeOffset? Until, string Reason, string CreatedBy,
    DateTimeOffset CreatedAt, bool NeedsSecond, string ApprovedBy, DateTimeOffset? ApprovedAt, string State, string EndedHow, string EndedBy, DateTimeOffset? EndedAt, long Muted, DateTimeOffset? MutedAt,
    string MutedWhat, long Revision);

/// <summary>What an override changes of a rule; null: as the rule says.</summary>
/// <param name="Off">The rule is off there.</param>
/// <param name="Limit">Another limit, in the unit of the rule's quantity; of a rate an hour.</param>
/// <param name="Clear">Where the alert ends on the way back; null: as far from the limit as the rule's own.</param>
/// <param name="ForSeconds">How long it must last, seconds, up to a week.</param>
/// <param name="Readings">Measurements in a row, 1 to 7.</param>
/// <param name="DayMinutes">A home quiet for this long by day, minutes, 30 to 10080.</param>
/// <param name="NightMinutes">A home quiet for this long at any time, minutes, 30 to 10080.</param>
public sealed record RuleNumbers(bool Off = false, double? Limit = null, double? Clear = null, long? ForSeconds = null, int? Readings = null, int? DayMinutes = null, int? NightMinutes = null);

/// <summary>An override, an away mode or a maintenance window that a person sets.</summary>
public sealed record NewAlertSetting
{
    /// <summary><c>override</c>, <c>away</c> or <c>window</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Community code.</summary>
    public required string Community { get; init; }

    /// <summary>Twin ids of devices and places in it, such as <c>device:w-1</c>, <c>unit:…</c>, <c>building:…</c> or <c>community:…</c>. Of an override one, of an away mode one unit, of a window 1 to 50.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Ids of rules: of an override one; of a window up to 50, none: every rule that is no safety rule.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Of an override: what is changed.</summary>
    public RuleNumbers? Numbers { get; init; }

    /// <summary>From when on; absent: now. Not in the past.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Up to when. Of a window at most 7 days after its beginning, of an away mode at most 366; of an override it may be absent.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, 1 to 500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Name of the person, 1 to 60 characters.</summary>
    public required string Actor { get; init; }
}

/// <summary>A person agrees to a setting, or ends it.</summary>
public sealed record AlertSettingDecision
{
    /// <summary>Name of the person, 1 to 60 characters. Who agrees is another than who set it.</summary>
    public required string Actor { get; init; }
}
