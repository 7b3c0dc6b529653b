using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Indicators.Packs.Loading;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>Reads <c>count</c>, <c>outage</c>, <c>still</c> and <c>plausible</c>.</summary>
internal static class CountReader
{
    private const int MostTimes = 100_000, MostDevices = 100_000, MostReadings = 1_000, MostRanges = 20;

    internal static CountCondition Count(PackFields fields) => new(
        fields.Read("of", static n => n.OneOf<CountedKind>(), CountedKind.Messages), fields.Read("times", static n => n.Whole(1, MostTimes), 1), RuleReader.Length(fields, "within"));

    internal static OutageCondition Outage(PackFields fields) => new(
        fields.Read("share", static n => n.Number(double.Epsilon, 1), 1), fields.Read("least", static n => n.Whole(1, MostDevices), 1));

    internal static StillCondition Still(PackFields fields) => new(RuleReader.Length(fields, "for"), fields.Read("readings", static n => n.Whole(2, MostReadings), 2));

    internal static PlausibleCondition Plausible(PackFields fields, DeviceClassCatalogue classes) => new(
        fields.Read("ranges", static n => n.Items(1, MostRanges, "quantity").Select(Range).ToArray(), []), fields.Read("readings", static n => n.Whole(1, MostReadings), 1))
    {
        Jump = fields.Read<PlausibleJump?>("jump", n => Jump(n, classes), null),
    };

    private static PlausibleJump Jump(PackNode node, DeviceClassCatalogue classes)
    {
        var fields = node.Fields(["class", "quantity", "by", "within"]);
        var jump = new PlausibleJump(
            fields.Read("class", n => n.OneOf([.. classes.All.Select(static c => c.Code)], "a device class"), ""), RuleReader.Quantity(fields), fields.Read("by", static n => n.Number(double.Epsilon, double.MaxValue), 1),
            RuleReader.Length(fields, "within"));
        if (jump.Quantity.Length > 0 && classes.Find(jump.Class) is { } found && found.Quantities.All(q => q.Name != jump.Quantity))
            fields["quantity"]!.Fault($"'{jump.Quantity}' is no quantity of class '{jump.Class}'.");
        return jump;
    }

    private static PlausibleRange Range(PackNode node)
    {
        var fields = node.Fields(["quantity", "from", "to"]);
        var range = new PlausibleRange(
            RuleReader.Quantity(fields), fields.Read("from", static n => n.Number(double.MinValue, double.MaxValue), 0), fields.Read("to", static n => n.Number(double.MinValue, double.MaxValue), 0));
        if (range.From > range.To)
            fields["to"]?.Fault("must not be less than 'from'.");
        return range;
    }
}
