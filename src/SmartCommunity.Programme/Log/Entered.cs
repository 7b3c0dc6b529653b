namespace SmartCommunity.Programme.Log;

/// <summary>Checks every act needs: texts, days, projects.</summary>
public static class Entered
{
    /// <summary>Shortest reason that says something.</summary>
    public const int MinReason = 2;

    /// <summary>Longest text of a field: half a page.</summary>
    public const int MaxText = 1000;

    /// <summary>Longest name, number of a document or code.</summary>
    public const int MaxName = 100;

    /// <summary>A text that must be there.</summary>
    public static IEnumerable<Refusal> Text(string field, string? text, int max = MaxText, params string[] rules)
    {
        var length = text?.Trim().Length ?? 0;
        if (length < MinReason || length > max)
            yield return new Refusal(field, new Words($"须填写，{MinReason}至{max}字，现为{length}字。", $"is required, {MinReason} to {max} characters; it has {length}."), rules);
    }

    /// <summary>A text that may be empty.</summary>
    public static IEnumerable<Refusal> OptionalText(string field, string? text, params string[] rules)
    {
        if (text?.Length > MaxText)
            yield return new Refusal(field, new Words($"至多 {MaxText} 字，现为 {text.Length} 字。", $"is at most {MaxText} characters; it has {text.Length}."), rules);
    }

    /// <summary>The day something happened: not after today, not before another.</summary>
    public static IEnumerable<Refusal> Day(DateOnly? on, DateOnly today, DateOnly? notBefore = null)
    {
        var day = on ?? today;
        if (day > today)
            yield return new Refusal("on", new Words($"{day:yyyy-MM-dd} 晚于今天 {today:yyyy-MM-dd}。", $"{day:yyyy-MM-dd} is after today, {today:yyyy-MM-dd}."));
        if (notBefore is { } earliest && day < earliest)
            yield return new Refusal("on", new Words($"{day:yyyy-MM-dd} 早于上一步 {earliest:yyyy-MM-dd}。", $"{day:yyyy-MM-dd} is before the step it follows, {earliest:yyyy-MM-dd}."));
    }

    /// <summary>A project that must be in the pool.</summary>
    public static IEnumerable<Refusal> Project(ProgrammeState state, string project)
    {
        if (!state.Projects.ContainsKey(project))
            yield return new Refusal("project", new Words($"项目库中没有“{project}”。", $"The pool has no project '{project}'."));
    }

    /// <summary>Two who must be different people.</summary>
    public static IEnumerable<Refusal> NotSame(string actor, string? other, Words otherIs, params string[] rules)
    {
        if (Persons.Same(actor, other))
            yield return new Refusal("actor", new Words($"“{actor}”是{otherIs.Zh}，须由他人办理。", $"'{actor}' is {otherIs.En}; somebody else has to do this."), rules);
    }
}
