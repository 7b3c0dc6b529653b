using System.Globalization;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Indicators.Packs.Loading;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>What a larger number of a field does to the alerts of its rule.</summary>
internal enum FieldSense
{
    /// <summary>No number, or one of which that cannot be said.</summary>
    None,

    /// <summary>Fewer, and later ones.</summary>
    Fewer,

    /// <summary>More, and earlier ones.</summary>
    More,

    /// <summary>An alert lasts longer.</summary>
    Longer,

    /// <summary>An alert lasts shorter.</summary>
    Shorter,

    /// <summary>Nothing: it is words for people.</summary>
    Words,
}

/// <summary>A field of a rule as its file names it.</summary>
/// <param name="Path">Field, e.g. <c>condition.threshold.above</c>.</param>
/// <param name="Value">What it says.</param>
/// <param name="Number">The same as a number, lengths in seconds; null: it is none.</param>
/// <param name="Sense">What a larger number does.</param>
internal sealed record RuleField(string Path, string Value, double? Number = null, FieldSense Sense = FieldSense.None);

/// <summary>A rule as a list of fields, in the order of a file; fields that say their default are left out. Pure.</summary>
internal static class RuleFields
{
    private const int MinutesPerHour = 60;

    internal static IReadOnlyList<RuleField> Of(AlertRule rule) =>
    [
        Word("title.zh", rule.Title.Zh), Word("title.en", rule.Title.En), Word("nextStep.zh", rule.NextStep.Zh), Word("nextStep.en", rule.NextStep.En), Word("source", rule.Source),
        new("priority", rule.Priority.ToString()), new("cause", WireName.Of(rule.Cause)), .. rule.IsLatched ? [new RuleField("latched", "true")] : Array.Empty<RuleField>(),
        .. rule.Scenario.Length > 0 ? [new RuleField("scenario", rule.Scenario)] : Array.Empty<RuleField>(), new("mode", rule.IsShadow ? "shadow" : "live"), .. rule.Classes.Count > 0 ? [new RuleField("classes", string.Join(", ", rule.Classes))] : Array.Empty<RuleField>(),
        .. Of(rule.Condition).Select(static f => f with { Path = "condition." + f.Path }),
    ];

    internal static IReadOnlyList<RuleField> Of(RuleCondition condition) => condition switch
    {
        EventCondition c => [new("event", string.Join(", ", c.Types))],
        ThresholdCondition c =>
        [
            new("threshold.quantity", c.Quantity), Number(c.IsAbove ? "threshold.above" : "threshold.below", c.Limit, c.IsAbove ? FieldSense.Fewer : FieldSense.More),
            Number("threshold.clear", c.Clear, c.IsAbove ? FieldSense.Shorter : FieldSense.Longer), Length("threshold.for", c.For), Number("threshold.readings", c.Readings, FieldSense.Fewer),
            .. c.Within is { } within ? [new RuleField("threshold.within", $"{TimeOfDay(within.From)}–{TimeOfDay(within.To)}")] : Array.Empty<RuleField>(),
            .. c.While is { } besides
                ? [new RuleField("threshold.while.quantity", besides.Quantity), Number(besides.IsAbove ? "threshold.while.above" : "threshold.while.below", besides.Limit, besides.IsAbove ? FieldSense.Fewer : FieldSense.More)]
                : Array.Empty<RuleField>(),
        ],
        RateCondition c => [new("rate.quantity", c.Quantity), Number("rate.perHour", c.PerHour, FieldSense.Fewer)],
        StuckCondition c => [new("stuck.quantity", c.Quantity), Length("stuck.for", c.For)],
        ClockCondition c => [Number("clock.readings", c.Readings, FieldSense.Fewer)],
        SilenceCondition c => [Length("silence.for", c.For)],
        GatewayAwayCondition c => [Length("gatewayAway.for", c.For)],
        StateCondition c =>
        [
            new("state.quantity", c.Quantity), new("state.is", RuleWords.Code(c.Quantity, c.Is)), Length("state.for", c.For),
            .. c.Within is { } within ? [new RuleField("state.from", TimeOfDay(within.From)), new RuleField("state.to", TimeOfDay(within.To))] : Array.Empty<RuleField>(),
        ],
        RepeatedCondition c => [new("repeated.events", string.Join(", ", c.Types)), Length("repeated.for", c.For), Length("repeated.gap", c.Gap, FieldSense.More)],
        UseCondition c =>
        [
            new("use.quantity", c.Quantity), Number(c.IsAbove ? "use.above" : "use.below", c.Limit, c.IsAbove ? FieldSense.Fewer : FieldSense.More),
            Length("use.within", c.Within, c.IsAbove ? FieldSense.More : FieldSense.Fewer),
        ],
        SteadyUseCondition c => [new("steadyUse.quantity", c.Quantity), Number("steadyUse.step", c.Step, FieldSense.Fewer), Length("steadyUse.slot", c.Slot, FieldSense.More), Length("steadyUse.for", c.For)],
        CountCondition c => [new("count.of", WireName.Of(c.Of)), Number("count.times", c.Times, FieldSense.Fewer), Length("count.within", c.Within, FieldSense.More)],
        OutageCondition c => [Number("outage.share", c.Share, FieldSense.Fewer), Number("outage.least", c.Least, FieldSense.Fewer)],
        StillCondition c => [Length("still.for", c.For), Number("still.readings", c.Readings, FieldSense.Fewer)],
        PlausibleCondition c =>
        [
            Number("plausible.readings", c.Readings, FieldSense.Fewer),
            .. c.Ranges.SelectMany(static r => new[] { Number($"plausible.ranges[{r.Quantity}].from", r.From, FieldSense.More), Number($"plausible.ranges[{r.Quantity}].to", r.To, FieldSense.Fewer) }),
            .. c.Jump is { } jump
                ?
                [
                    new("plausible.jump.class", jump.Class), new("plausible.jump.quantity", jump.Quantity), Number("plausible.jump.by", jump.By, FieldSense.Fewer),
                    Length("plausible.jump.within", jump.Within, FieldSense.More),
                ]
                : Array.Empty<RuleField>(),
        ],
        AnomalyCondition c =>
        [
            new("anomaly.channels", string.Join(", ", c.Channels.Select(static n => WireName.Of(n)))),
            .. c.Quantities.Count > 0 ? [new RuleField("anomaly.quantities", string.Join(", ", c.Quantities))] : Array.Empty<RuleField>(), Number("anomaly.strength", c.Strength, FieldSense.Fewer),
        ],
        QuietCondition c => [new("quiet.dayFrom", TimeOfDay(c.DayFrom)), new("quiet.nightFrom", TimeOfDay(c.NightFrom)), .. c.Signals.SelectMany(Of)],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<RuleField> Of(QuietSignal signal)
    {
        var path = $"quiet.signals[{signal.Class}.{signal.Quantity}]";
        yield return new RuleField($"{path}.kind", WireName.Of(signal.Kind));
        if (signal.Kind == QuietKind.Use)
            yield return Number($"{path}.step", signal.Step, FieldSense.More);
        yield return Length($"{path}.day", signal.Day);
        yield return Length($"{path}.night", signal.Night);
        if (signal.Alone is { } alone)
            yield return Length($"{path}.alone", alone);
    }

    internal static string TimeOfDay(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / MinutesPerHour:00}:{minute % MinutesPerHour:00}");

    private static RuleField Word(string path, string value) => new(path, value, null, FieldSense.Words);

    private static RuleField Number(string path, double value, FieldSense sense) => new(path, value.ToString(CultureInfo.InvariantCulture), value, sense);

    private static RuleField Length(string path, TimeSpan value, FieldSense sense = FieldSense.Fewer) => new(path, PackLength.Write(value), value.TotalSeconds, sense);
}
