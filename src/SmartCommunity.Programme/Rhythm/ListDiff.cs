namespace SmartCommunity.Programme.Rhythm;

/// <summary>What became of a line since the issue before.</summary>
public enum LineChangeKind
{
    /// <summary>新增.</summary>
    New,

    /// <summary>延续.</summary>
    CarriedOn,

    /// <summary>办结: it stood in the issue before and does not any more, or a person settled it.</summary>
    Done,
}

/// <summary>A line beside what it was in the issue before.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Line">The line as it stands, or as it stood last.</param>
/// <param name="Before">As it stood in the issue before; null for a new one.</param>
/// <param name="Note">What a person said of its end; null: nothing.</param>
public sealed record LineDifference(LineChangeKind Kind, ListLine Line, ListLine? Before, LineNote? Note);

/// <summary>An issue beside the one before it of the same cadence, by key. Pure.</summary>
public static class ListDiff
{
    /// <summary>Every line of either issue, those of this one first, then those that are done.</summary>
    public static IReadOnlyList<LineDifference> Of(ListIssue issue, ListIssue? before)
    {
        ArgumentNullException.ThrowIfNull(issue);
        var was = before?.Lines.ToDictionary(l => l.Key, StringComparer.Ordinal) ?? [];
        var now = issue.Lines;
        var keys = now.Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. now.Select(line => new LineDifference(KindOf(line, issue, was), line, was.GetValueOrDefault(line.Key), issue.Settled.GetValueOrDefault(line.Key))),
            .. was.Values.Where(l => !keys.Contains(l.Key)).Select(l => new LineDifference(LineChangeKind.Done, l, l, issue.Removed.GetValueOrDefault(l.Key) ?? before!.Settled.GetValueOrDefault(l.Key))),
        ];
    }

    private static LineChangeKind KindOf(ListLine line, ListIssue issue, Dictionary<string, ListLine> was) =>
        issue.Settled.ContainsKey(line.Key) ? LineChangeKind.Done : was.ContainsKey(line.Key) ? LineChangeKind.CarriedOn : LineChangeKind.New;
}
