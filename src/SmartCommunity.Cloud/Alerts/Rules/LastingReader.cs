using System.Globalization;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Indicators.Packs.Loading;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>Reads <c>state</c>, <c>repeated</c>, <c>use</c> and <c>steadyUse</c>.</summary>
internal static class LastingReader
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMinutes(1);

    internal static StateCondition State(PackNode node)
    {
        var fields = node.Fields(["quantity", "is"], ["for", "from", "to"]);
        if (fields["from"] is null != fields["to"] is null)
            node.Fault("must have both 'from' and 'to', or neither.");
        var window = fields["from"] is null || fields["to"] is null ? null : ThresholdReader.Window(fields);
        var quantity = RuleReader.Quantity(fields);
        return new StateCondition(quantity, fields.Read("is", n => Value(n, QuantityCatalogue.Default.Find(quantity)), 0), RuleReader.Length(fields, "for"), window);
    }

    internal static RepeatedCondition Repeated(PackNode node, IReadOnlyList<string> events)
    {
        var fields = node.Fields(["events", "for", "gap"]);
        return new RepeatedCondition(
            fields.Read("events", n => n.Names(events, "an event of a device class", least: 1), []), RuleReader.Length(fields, "for"), fields.Read("gap", static n => n.Length(_shortest), _shortest));
    }

    internal static UseCondition Use(PackNode node)
    {
        var fields = node.Fields(["quantity", "within"], ["above", "below"]);
        var (isAbove, limit) = ThresholdReader.Limit(node, fields, double.Epsilon);
        return new UseCondition(
            Register(fields), isAbove, limit, fields.Read("within", static n => n.Length(TimeSpan.FromHours(1)), TimeSpan.FromHours(1)));
    }

    internal static SteadyUseCondition SteadyUse(PackNode node)
    {
        var fields = node.Fields(["quantity", "step", "slot", "for"]);
        var (slot, total) = (fields.Read("slot", static n => n.Length(_shortest), _shortest), fields.Read("for", static n => n.Length(_shortest), _shortest));
        if (total < slot || total.Ticks % slot.Ticks != 0)
            fields["for"]!.Fault(string.Create(CultureInfo.InvariantCulture, $"must be a whole number of slots of {PackLength.Write(slot)}, not {PackLength.Write(total)}."));
        return new SteadyUseCondition(Register(fields), fields.Read("step", static n => n.Number(double.Epsilon, double.MaxValue), 1), slot, total);
    }

    private static string Register(PackFields fields)
    {
        var name = RuleReader.Quantity(fields);
        if (QuantityCatalogue.Default.Find(name) is { IsRegister: false })
            fields["quantity"]!.Fault($"'{name}' is no register: only what counts up is used.");
        return name;
    }

    /// <summary>A code's name, true or false, or a number, as the quantity is written.</summary>
    private static double Value(PackNode node, Quantity? quantity) => quantity?.Kind switch
    {
        QuantityKind.Enumeration => quantity.Codes.GetValueOrDefault(node.OneOf([.. quantity.Codes.Keys], $"a code of '{quantity.Name}'")),
        QuantityKind.Boolean => node.YesNo() ? 1 : 0,
        _ => node.Number(double.MinValue, double.MaxValue),
    };
}
