using System.Collections.Immutable;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>One issue of the three lists: what was drafted, what people made of it, who signed it. Immutable; once signed nothing in it changes any more.</summary>
public sealed record ListIssue
{
    public required ListPeriod Period { get; init; }

    /// <summary>Issue number within the year of its due day.</summary>
    public required int Number { get; init; }

    /// <summary>What it was drafted from.</summary>
    public required ListInputs Inputs { get; init; }

    /// <summary>Lines as drafted, own ones carried on among them.</summary>
    public required ImmutableList<ListLine> Drafted { get; init; }

    /// <summary>When it was drafted last.</summary>
    public required DateTimeOffset DraftedAt { get; init; }

    /// <summary>Position of the last entry about it: who signs names the one they saw.</summary>
    public required long Position { get; init; }

    /// <summary>Lines that people entered in this issue.</summary>
    public ImmutableList<ListLine> Added { get; init; } = [];

    /// <summary>Lines that people changed, as they are now, by key.</summary>
    public ImmutableSortedDictionary<string, LineChange> Changed { get; init; } = ImmutableSortedDictionary.Create<string, LineChange>(StringComparer.Ordinal);

    /// <summary>Lines that people took out, with the reason, by key.</summary>
    public ImmutableSortedDictionary<string, LineNote> Removed { get; init; } = ImmutableSortedDictionary.Create<string, LineNote>(StringComparer.Ordinal);

    /// <summary>Own lines that people settled, with what came of them, by key.</summary>
    public ImmutableSortedDictionary<string, LineNote> Settled { get; init; } = ImmutableSortedDictionary.Create<string, LineNote>(StringComparer.Ordinal);

    /// <summary>Who signed it; null while it is a draft.</summary>
    public ListSignature? Signed { get; init; }

    /// <summary>The lines as they stand.</summary>
    public IReadOnlyList<ListLine> Lines =>
    [
        .. Drafted.Concat(Added).Where(l => !Removed.ContainsKey(l.Key)).Select(l => Changed.TryGetValue(l.Key, out var change) ? l with { Unit = change.Unit, Due = change.Due, Text = change.Text } : l),
    ];

    /// <summary>A line as it stands; null when there is none.</summary>
    public ListLine? Line(string key) => Lines.FirstOrDefault(l => l.Key == key);
}

/// <summary>A line as a person changed it.</summary>
public sealed record LineChange(string Unit, DateOnly Due, Words Text, string Reason, string By, DateTimeOffset At);

/// <summary>Why a line was taken out, or what came of it.</summary>
public sealed record LineNote(string Text, string By, DateTimeOffset At);

/// <summary>Who signed, and when.</summary>
public sealed record ListSignature(string By, DateTimeOffset At);

/// <summary>An innovation line that became a case others may follow (P-05).</summary>
/// <param name="Number">Number in the library, from 1.</param>
/// <param name="Period">The issue it stood in.</param>
/// <param name="Line">The line it grew from.</param>
/// <param name="Title">What the case is called.</param>
/// <param name="Text">What was done and what came of it.</param>
/// <param name="By">Who put it in.</param>
/// <param name="At">When.</param>
public sealed record CaseEntry(int Number, ListPeriod Period, ListLine Line, string Title, string Text, string By, DateTimeOffset At);
