using System.Collections.Immutable;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>Lists, bulletins and cases after some entries of the log. Immutable.</summary>
public sealed record RhythmState
{
    /// <summary>None yet.</summary>
    public static RhythmState Empty { get; } = new();

    /// <summary>Issues of lists by cadence and due day.</summary>
    public ImmutableSortedDictionary<ListPeriod, ListIssue> Lists { get; init; } = ImmutableSortedDictionary<ListPeriod, ListIssue>.Empty;

    /// <summary>Bulletins by month.</summary>
    public ImmutableSortedDictionary<Month, BulletinIssue> Bulletins { get; init; } = ImmutableSortedDictionary<Month, BulletinIssue>.Empty;

    /// <summary>The case library, in order of number.</summary>
    public ImmutableList<CaseEntry> Cases { get; init; } = [];

    /// <summary>The latest issue of a cadence before a period's own; null: there is none.</summary>
    public ListIssue? Before(ListPeriod period) => Lists.Values.LastOrDefault(i => i.Period.Cadence == period.Cadence && i.Period.Due < period.Due);

    /// <summary>The state with an issue put in.</summary>
    public RhythmState With(ListIssue issue)
    {
        ArgumentNullException.ThrowIfNull(issue);
        return this with { Lists = Lists.SetItem(issue.Period, issue) };
    }

    /// <summary>The state with a bulletin put in.</summary>
    public RhythmState With(BulletinIssue bulletin)
    {
        ArgumentNullException.ThrowIfNull(bulletin);
        return this with { Bulletins = Bulletins.SetItem(bulletin.Bulletin.Month, bulletin) };
    }
}
