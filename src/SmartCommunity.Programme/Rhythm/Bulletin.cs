using System.Collections.Immutable;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>评价通报 of a month (O-04), frozen: nothing in it changes ever. What turns out wrong is said in an <see cref="Erratum"/>.</summary>
public sealed record Bulletin
{
    public required Month Month { get; init; }

    /// <summary>The instant it was due to be frozen: what is known later is no part of it.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The policy it goes by.</summary>
    public required PolicyKey Policy { get; init; }

    /// <summary>The groups that are ranked among themselves, with the reason.</summary>
    public required IReadOnlyList<BulletinGroup> Groups { get; init; }

    /// <summary>Ranked rows by group and rank, then those that are not ranked, by number.</summary>
    public required IReadOnlyList<BulletinRow> Rows { get; init; }

    /// <summary>G-01 as it stood.</summary>
    public required CoverageGoal Goal { get; init; }

    /// <summary>Projects by colour of their due date.</summary>
    public required DeadlineCounts Deadlines { get; init; }

    /// <summary>SHA-256 of all of the above, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The hash its content has: the one in it, unless somebody changed a byte.</summary>
    public string ComputeHash() => SameJson.HashOf(this with { Hash = "" });

    /// <summary>A project's row; null when it has none.</summary>
    public BulletinRow? Row(string project) => Rows.FirstOrDefault(r => r.Project == project);
}

/// <summary>Projects that are compared with each other.</summary>
/// <param name="Key">Names it.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Why">Why they are alike.</param>
public sealed record BulletinGroup(string Key, Words Name, Words Why);

/// <summary>One project's row.</summary>
public sealed record BulletinRow
{
    public required string Project { get; init; }

    public required int No { get; init; }

    public required Words Name { get; init; }

    /// <summary>Code of the responsible unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Key of its group.</summary>
    public required string Group { get; init; }

    /// <summary>What it is made of.</summary>
    public required ProjectMonth Figures { get; init; }

    /// <summary>Place in its group, from 1; equal totals share a place. Null: it is not ranked.</summary>
    public int? Rank { get; init; }

    /// <summary>How many are ranked in its group.</summary>
    public int? Of { get; init; }

    /// <summary>Why it is not ranked; null: it is.</summary>
    public Words? NotRanked { get; init; }

    /// <summary>Points more than the month before; null: they cannot be compared.</summary>
    public double? TotalChange { get; init; }

    /// <summary>Places gained in the same group since the month before, below 0 lost; null: they cannot be compared.</summary>
    public int? RankChange { get; init; }

    /// <summary>Why there is no change to be told; null where there is one.</summary>
    public Words? NoChange { get; init; }

    /// <summary>How its due date stands (O-03); null: its clock does not run.</summary>
    public Signal? Signal { get; init; }
}

/// <summary>Projects by colour of their due date.</summary>
/// <param name="Red">Overdue, or passed after it.</param>
/// <param name="Amber">Due within the policy's amber days.</param>
/// <param name="Green">In time.</param>
/// <param name="NotRunning">Not listed yet, or out of the running.</param>
/// <param name="Overdue">Of the red ones, those not passed yet.</param>
public sealed record DeadlineCounts(int Red, int Amber, int Green, int NotRunning, int Overdue);

/// <summary>A bulletin with what was said of it afterwards. Immutable.</summary>
public sealed record BulletinIssue
{
    public required Bulletin Bulletin { get; init; }

    /// <summary>When it was frozen; later than its <see cref="Bulletin.AsOf"/> when the program was down.</summary>
    public required DateTimeOffset FrozenAt { get; init; }

    /// <summary>Numbered from 1, in order.</summary>
    public ImmutableList<Erratum> Errata { get; init; } = [];

    /// <summary>A project's total as it is known now: the frozen one, or what the last erratum says; null: it has none.</summary>
    public double? TotalOf(string project) => Errata.LastOrDefault(e => e.Project == project && e.Figure == BulletinFigure.Total)?.Is ?? Bulletin.Row(project)?.Figures.Score?.Total;
}

/// <summary>What an erratum is about.</summary>
public enum BulletinFigure
{
    /// <summary>A project's total.</summary>
    Total,

    /// <summary>Something else, said in words.</summary>
    Other,
}

/// <summary>A correction beside a frozen bulletin.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Project">The project; null: the bulletin as a whole.</param>
/// <param name="Figure">What is corrected.</param>
/// <param name="Was">What the bulletin says.</param>
/// <param name="Is">What is right.</param>
/// <param name="Reason">Why.</param>
/// <param name="Revision">Revision of the score it comes from; null: none.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When.</param>
public sealed record Erratum(int Number, string? Project, BulletinFigure Figure, double? Was, double? Is, string Reason, int? Revision, string By, DateTimeOffset At);
