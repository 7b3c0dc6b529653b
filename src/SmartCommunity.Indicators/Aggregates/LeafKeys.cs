using System.Globalization;
using System.Text;
using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>
/// The canonical text of a history leaf: equal leaves have equal texts, whatever the order of their lists, and the state names its parts by it. What does not change what is folded (the
/// window, <see cref="Uptime.AsHours"/>) is not part of it. Never change the text of what exists: stored states would lose the leaf.
/// </summary>
internal static class LeafKeys
{
    internal static string Of(SampleSource leaf) => $"samples {Text(leaf.Quantity)} {Of(leaf.Devices)} {Of(leaf.Where)} {Of(leaf.Hours)}";

    /// <summary>All measurements of a quantity: what daily means come from.</summary>
    internal static string OfMeans(DeviceSelector devices, string quantity) => $"samples {Text(quantity)} {Of(devices)} {Of([])} {Of((DailyHours?)null)}";

    internal static string Of(EventSource leaf, string? field) => $"events {Of(leaf)} {(field is null ? "-" : Text(field))}";

    internal static string Of(RegisterDelta leaf) => $"register {Text(leaf.Quantity)} {Of(leaf.Devices)}";

    internal static string Of(Uptime leaf) =>
        $"uptime {(leaf.Quantity is null ? "-" : Text(leaf.Quantity))} {Of(leaf.Devices)} {(leaf.Not ? "not" : "in")}[{string.Join(',', leaf.States.Distinct().Order().Select(Number))}] {Of(leaf.Hours)} "
        + Number(leaf.HoldIntervals);

    internal static string Of(WithinSeconds leaf)
    {
        var then = leaf.Then;
        var steps = string.Join(',', then.Steps.Select(static s => $"{Text(s.Step)}:{Number(s.Seconds)}").Order(StringComparer.Ordinal));
        return $"within {Of(leaf.First)} then {(then.Devices is null ? "-" : Of(then.Devices))} {List(then.EventTypes)} {(then.Quantity is null ? "-" : Text(then.Quantity))} {Number(then.State)} [{steps}] "
            + $"{Number(leaf.Seconds)} {(leaf.Key is null ? "-" : Text(leaf.Key))}";
    }

    private static string Of(EventSource leaf) => $"{List(leaf.Types)} {Of(leaf.Devices)} {Of(leaf.Where)}";

    private static string Of(DeviceSelector devices) => $"{{{List(devices.Classes)}{List(devices.Domains)}{List(devices.InFacilities)}{List(devices.Feeds)}}}";

    private static string Of(IReadOnlyList<Condition> where)
    {
        var texts = where.Select(static c => string.Join(" or ", c.Or.Prepend(c).Select(Of).Distinct().Order(StringComparer.Ordinal)));
        return $"where({string.Join(" and ", texts.Distinct().Order(StringComparer.Ordinal))})";
    }

    private static string Of(Condition condition) => $"{Text(condition.Field)} {(int)condition.Op} {(condition.Number is { } number ? Number(number) : "-")} {List(condition.Texts)}";

    private static string Of(DailyHours? hours) =>
        hours is null ? "always" : $"{Number(hours.FromMinute)}-{Number(hours.ToMinute)}[{string.Join(',', hours.Days.Distinct().Order().Select(static d => Number(d)))}]";

    private static string List(IReadOnlyList<string> texts) => $"[{string.Join(',', texts.Distinct().Order(StringComparer.Ordinal).Select(Text))}]";

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Quoted, so that no text can look like another's end.</summary>
    private static string Text(string text) => new StringBuilder(text).Replace("\\", "\\\\").Replace("\"", "\\\"").Insert(0, '"').Append('"').ToString();
}
