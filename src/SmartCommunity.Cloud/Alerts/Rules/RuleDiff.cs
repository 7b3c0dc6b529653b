using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>What differs between two sets of rules, rule by rule and field by field, and what each point does. The order of rules and of keys is no difference.</summary>
/// <param name="OldSet">Name of the one, <c>id@version</c>.</param>
/// <param name="NewSet">Name of the other.</param>
/// <param name="Changes">The points, in the order of the new set; what was removed comes last. Empty: they say the same.</param>
public sealed record RuleDiff(string OldSet, string NewSet, IReadOnlyList<RuleChange> Changes)
{
    /// <summary>Compares two sets.</summary>
    public static RuleDiff Of(RuleSet oldSet, RuleSet newSet)
    {
        ArgumentNullException.ThrowIfNull(oldSet);
        ArgumentNullException.ThrowIfNull(newSet);
        return new RuleDiff(
            oldSet.Name, newSet.Name,
            [
                .. newSet.Rules.SelectMany(rule => oldSet.Find(rule.Id) is { } old ? Compare(old, rule) : [Whole(PackChangeKind.Added, rule)]),
                .. oldSet.Rules.Where(r => newSet.Find(r.Id) is null).Select(static r => Whole(PackChangeKind.Removed, r)),
            ]);
    }

    private static IEnumerable<RuleChange> Compare(AlertRule old, AlertRule rule)
    {
        var (left, right) = (RuleFields.Of(old), RuleFields.Of(rule));
        foreach (var field in right)
        {
            var was = left.FirstOrDefault(f => f.Path == field.Path);
            if (was?.Value != field.Value)
                yield return new RuleChange(was is null ? PackChangeKind.Added : PackChangeKind.Changed, rule.Id, field.Path, was?.Value, field.Value, EffectOf(was, field));
        }

        foreach (var gone in left.Where(f => right.All(n => n.Path != f.Path)))
            yield return new RuleChange(PackChangeKind.Removed, rule.Id, gone.Path, gone.Value, null, RuleEffect.Other);
    }

    private static RuleChange Whole(PackChangeKind kind, AlertRule rule)
    {
        var said = $"{rule.Priority}{(rule.IsShadow ? " shadow" : "")}: {RuleWords.Of(rule).En}";
        return new RuleChange(kind, rule.Id, "", kind == PackChangeKind.Added ? null : said, kind == PackChangeKind.Added ? said : null, kind == PackChangeKind.Added ? RuleEffect.More : RuleEffect.Fewer);
    }

    private static RuleEffect EffectOf(RuleField? old, RuleField field)
    {
        if (field.Sense == FieldSense.Words)
            return RuleEffect.Words;
        if (field.Path == "priority")
            return RuleEffect.Urgency;
        if (field.Path == "mode")
            return field.Value == "shadow" ? RuleEffect.Silent : RuleEffect.Live;
        if (old?.Number is not { } before || field.Number is not { } after)
            return RuleEffect.Other;
        return (field.Sense, after > before) switch
        {
            (FieldSense.Fewer, true) or (FieldSense.More, false) => RuleEffect.Fewer,
            (FieldSense.Fewer, false) or (FieldSense.More, true) => RuleEffect.More,
            (FieldSense.Longer, true) or (FieldSense.Shorter, false) => RuleEffect.Longer,
            (FieldSense.Longer, false) or (FieldSense.Shorter, true) => RuleEffect.Shorter,
            _ => RuleEffect.Other,
        };
    }
}

/// <summary>One point in which two sets differ.</summary>
/// <param name="Kind">Added, removed or changed.</param>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Path">Field within the rule; empty: the rule as a whole.</param>
/// <param name="Old">What it was; null when added.</param>
/// <param name="New">What it is; null when removed.</param>
/// <param name="Effect">What that does.</param>
public sealed record RuleChange(PackChangeKind Kind, string Rule, string Path, string? Old, string? New, RuleEffect Effect);

/// <summary>What a changed point of a rule does.</summary>
public enum RuleEffect
{
    /// <summary>Something else: what it looks at.</summary>
    Other = 1,

    /// <summary>Fewer, or later, alerts.</summary>
    Fewer = 2,

    /// <summary>More, or earlier, alerts.</summary>
    More = 3,

    /// <summary>An alert lasts longer before it ends by itself.</summary>
    Longer = 4,

    /// <summary>An alert ends by itself sooner.</summary>
    Shorter = 5,

    /// <summary>How soon somebody must act.</summary>
    Urgency = 6,

    /// <summary>Words for people only.</summary>
    Words = 7,

    /// <summary>It no longer tells anybody: shadow.</summary>
    Silent = 8,

    /// <summary>It was in shadow and tells people now.</summary>
    Live = 9,
}
