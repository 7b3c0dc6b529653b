namespace SmartCommunity.Storage.Registry;

/// <summary>
/// What a person set about alerts: other numbers of a rule for a person or place (<c>override</c>), a home whose people are away (<c>away</c>), or a time in which alerts are muted (<c>window</c>).
/// What was said is never changed; a second person's agreement and an early end are added.
/// </summary>
public sealed class AlertSettingRow
{
    /// <summary>Unique in the registry.</summary>
    public required string Id { get; init; }

    public required string Community { get; init; }

    /// <summary><c>override</c>, <c>away</c> or <c>window</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Twin ids it concerns, separated by commas; of an override and an away mode exactly one.</summary>
    public required string Targets { get; init; }

    /// <summary>Ids of rules, separated by commas. Of an override exactly one; of a window empty: every rule that is no safety rule; of an away mode empty.</summary>
    public required string Rules { get; init; }

    /// <summary>Of an override: the rule is off.</summary>
    public bool IsOff { get; init; }

    /// <summary>Of an override: another limit; null: the rule's own.</summary>
    public double? Limit { get; init; }

    /// <summary>Of an override: where the alert ends on the way back; null: as far from the limit as the rule's own.</summary>
    public double? Clear { get; init; }

    /// <summary>Of an override: how long it must last, milliseconds.</summary>
    public long? ForMs { get; init; }

    /// <summary>Of an override: measurements in a row.</summary>
    public int? Readings { get; init; }

    /// <summary>Of an override: quiet for this long by day, milliseconds.</summary>
    public long? DayMs { get; init; }

    /// <summary>Of an override: quiet for this long by night, milliseconds.</summary>
    public long? NightMs { get; init; }

    /// <summary>From when on, epoch milliseconds.</summary>
    public required long FromMs { get; init; }

    /// <summary>Up to when; null: until somebody ends it.</summary>
    public long? UntilMs { get; init; }

    public required string Reason { get; init; }

    public required string CreatedBy { get; init; }

    public required long CreatedAtMs { get; init; }

    /// <summary>It mutes a safety rule: it does nothing before a second person agreed.</summary>
    public bool NeedsSecond { get; init; }

    /// <summary>The second person; empty: nobody yet.</summary>
    public string ApprovedBy { get; set; } = "";

    public long? ApprovedAtMs { get; set; }

    /// <summary>Who ended it before its time; empty: nobody.</summary>
    public string EndedBy { get; set; } = "";

    public long? EndedAtMs { get; set; }

    /// <summary>Changes so far, from 1.</summary>
    public required long Revision { get; set; }

    /// <summary>Registry version of the last change.</summary>
    public required long Version { get; set; }
}
