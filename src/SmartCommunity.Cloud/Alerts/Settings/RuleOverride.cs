using System.Globalization;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>
/// Other numbers of one rule for one person or place, or that the rule is off there. What is null stays as the rule says. Immutable.
/// </summary>
/// <param name="IsOff">The rule looks at nothing there.</param>
/// <param name="Limit">Another limit, in the unit of the rule's quantity; of a rate an hour.</param>
/// <param name="Clear">Where the alert ends on the way back; null with another limit: as far from it as the rule's own.</param>
/// <param name="For">How long it must last.</param>
/// <param name="Readings">Measurements in a row.</param>
/// <param name="Day">Every signal of a home quiet for this long by day.</param>
/// <param name="Night">Every signal quiet for this long at any time.</param>
internal sealed record RuleOverride(
    bool IsOff = false, double? Limit = null, double? Clear = null, TimeSpan? For = null, int? Readings = null, TimeSpan? Day = null, TimeSpan? Night = null)
{
    /// <summary>Longest that something must last, or be quiet: beyond a week nobody is helped by the alert.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Shortest quiet of a home that can mean anything: people sit still for longer than ten minutes.</summary>
    internal static readonly TimeSpan ShortestQuiet = TimeSpan.FromMinutes(30);

    /// <summary>The rule as it is there; null: it is off. The override has no <see cref="Faults"/>.</summary>
    internal AlertRule? Over(AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return IsOff ? rule.IsLatched ? rule : null : rule with { Condition = Over(rule.Condition) };
    }

    /// <summary>What is wrong with it for a rule: field, and what it may be. Empty: nothing.</summary>
    internal IEnumerable<(string Field, string Message)> Faults(AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var given = Given();
        if (rule.IsLatched)
        {
            yield return ("rule", $"'{rule.Id}' is a safety rule: no override changes or switches it off; a maintenance window that two people agree to mutes it, for at most 7 days.");
            yield break;
        }

        var numbers = NumbersOf(rule.Condition);
        if (IsOff && given.Count > 0)
            yield return ("off", $"off cannot stand beside {string.Join(", ", given)}: a rule is off, or it has other numbers.");
        if (!IsOff && given.Count == 0)
            yield return ("off", numbers.Count == 0 ? $"Rule '{rule.Id}' has no numbers: off must be true." : $"Nothing is changed: give at least one of {string.Join(", ", numbers)}, or off.");
        foreach (var name in given.Except(numbers, StringComparer.Ordinal))
            yield return (name, $"{name} is no number of rule '{rule.Id}'; {(numbers.Count == 0 ? "it has none." : $"it has {string.Join(", ", numbers)}.")}");
        if (given.Except(numbers, StringComparer.Ordinal).Any())
            yield break;
        foreach (var fault in Ranges(rule.Condition))
            yield return fault;
    }

    /// <summary>Names of the numbers that a condition has.</summary>
    internal static IReadOnlyList<string> NumbersOf(RuleCondition condition) => condition switch
    {
        ThresholdCondition => ["limit", "clear", "forSeconds", "readings"],
        RateCondition => ["limit"],
        StuckCondition or SilenceCondition or GatewayAwayCondition or StateCondition or RepeatedCondition => ["forSeconds"],
        ClockCondition => ["readings"],
        QuietCondition => ["dayMinutes", "nightMinutes"],
        _ => [],
    };

    private RuleCondition Over(RuleCondition condition) => condition switch
    {
        ThresholdCondition t => Over(t),
        RateCondition r => r with { PerHour = Limit ?? r.PerHour },
        StuckCondition s => s with { For = For ?? s.For },
        SilenceCondition s => s with { For = For ?? s.For },
        GatewayAwayCondition g => g with { For = For ?? g.For },
        StateCondition s => s with { For = For ?? s.For },
        RepeatedCondition r => r with { For = For ?? r.For },
        ClockCondition c => c with { Readings = Readings ?? c.Readings },
        QuietCondition q => q with { Signals = [.. q.Signals.Select(s => s with { Day = Day ?? s.Day, Night = Night ?? s.Night, Alone = Night ?? s.Alone })] },
        _ => condition,
    };

    private ThresholdCondition Over(ThresholdCondition rule)
    {
        var limit = Limit ?? rule.Limit;
        return rule with { Limit = limit, Clear = Clear ?? limit + (rule.Clear - rule.Limit), For = For ?? rule.For, Readings = Readings ?? rule.Readings };
    }

    private IEnumerable<(string Field, string Message)> Ranges(RuleCondition condition)
    {
        if (condition is ThresholdCondition threshold)
        {
            var quantity = QuantityCatalogue.Default.Find(threshold.Quantity);
            var (min, max) = (quantity?.Min ?? double.MinValue, quantity?.Max ?? double.MaxValue);
            if (Limit is { } limit && !(limit >= min && limit <= max))
                yield return ("limit", Said($"limit {limit} must be {min} to {max} ({quantity?.Unit}), what '{threshold.Quantity}' can be."));
            var over = Over(threshold);
            if (Clear is not null && (threshold.IsAbove ? !(over.Clear <= over.Limit) : !(over.Clear >= over.Limit)))
                yield return ("clear", Said($"clear {over.Clear} must be {(threshold.IsAbove ? "at most" : "at least")} the limit, {over.Limit}: the alert ends on the way back."));
        }

        if (condition is RateCondition && Limit is { } perHour && !(perHour > 0 && double.IsFinite(perHour)))
            yield return ("limit", Said($"limit {perHour} must be more than 0 an hour."));
        if (For is { } length && (length < (condition is ThresholdCondition ? TimeSpan.Zero : TimeSpan.FromSeconds(1)) || length > Longest))
            yield return ("forSeconds", Said($"forSeconds {length.TotalSeconds} must be {(condition is ThresholdCondition ? 0 : 1)} to {Longest.TotalSeconds}."));
        if (Readings is < 1 or > ThresholdReader.MostReadings)
            yield return ("readings", Said($"readings {Readings} must be 1 to {ThresholdReader.MostReadings}."));
        if (Day is { } day && (day < ShortestQuiet || day > Longest))
            yield return ("dayMinutes", Said($"dayMinutes {day.TotalMinutes} must be {ShortestQuiet.TotalMinutes} to {Longest.TotalMinutes}."));
        if (Night is { } night && (night < ShortestQuiet || night > Longest))
            yield return ("nightMinutes", Said($"nightMinutes {night.TotalMinutes} must be {ShortestQuiet.TotalMinutes} to {Longest.TotalMinutes}."));
    }

    private List<string> Given()
    {
        (string Name, bool IsGiven)[] all =
        [
            ("limit", Limit is not null), ("clear", Clear is not null), ("forSeconds", For is not null), ("readings", Readings is not null), ("dayMinutes", Day is not null), ("nightMinutes", Night is not null),
        ];
        return [.. all.Where(static n => n.IsGiven).Select(static n => n.Name)];
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
