using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Indicators.Packs.Loading;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>Reads <c>detectors</c>, which series they look at, and the condition <c>anomaly</c>.</summary>
internal static class DetectorReader
{
    /// <summary>Most series of a community: 180 MB of detectors, twice that where all are compared with their peers.</summary>
    private const int MostSeries = 2_000;

    private const int MostQuantities = 100;

    /// <summary>Most homes of a community whose kits are looked at: 200 MB.</summary>
    private const int MostHomes = 2_000;

    /// <summary>Most alerts of detectors an hour: one a minute is a flood to anybody.</summary>
    private const double MostAnHour = 60;

    /// <summary>Nothing speaks so strongly.</summary>
    private const double MostStrength = 100;

    private static readonly string[] _channels = [.. Enum.GetValues<DetectorChannel>().Select(WireName.Of)];

    internal static DetectorPlan Plan(PackNode node, DeviceClassCatalogue classes)
    {
        var fields = node.Fields(["most", "quantities"], ["alertsAnHour", "homes"]);
        return new DetectorPlan(
            fields.Read("most", static n => n.Whole(1, MostSeries), 1), fields.Read("alertsAnHour", static n => n.Number(double.Epsilon, MostAnHour), OfficeBudget.DefaultAlertsAnHour),
            fields.Read("quantities", n => n.Items(1, MostQuantities).Select(q => Watched(q, classes)).ToArray(), []),
            fields.Read("homes", static n => n.Whole(0, MostHomes), 0));
    }

    internal static AnomalyCondition Condition(PackNode node)
    {
        var fields = node.Fields(["channels"], ["quantities", "strength"]);
        var channels = Channels(fields);
        if (channels.Length > 1 && channels.Contains(DetectorChannel.Kit))
            fields["channels"]!.Fault("'kit' looks at homes, the others at devices; it must stand alone.");
        return new AnomalyCondition(channels, fields.Read("quantities", static n => n.Names(RuleReader.Quantities, "a quantity"), []))
        {
            Strength = fields.Read("strength", static n => n.Number(1, MostStrength), 1),
        };
    }

    private static WatchedQuantity Watched(PackNode node, DeviceClassCatalogue classes)
    {
        var fields = node.Fields(["class", "quantity", "channels"]);
        var watched = new WatchedQuantity(fields.Read("class", n => n.OneOf([.. classes.All.Select(static c => c.Code)], "a device class"), ""), RuleReader.Quantity(fields), Channels(fields));
        if (watched.Channels.Contains(DetectorChannel.Kit))
            fields["channels"]!.Fault("'kit' looks at homes as a whole; 'homes' says how many.");
        if (watched.Class.Length == 0 || watched.Quantity.Length == 0 || classes.Find(watched.Class) is not { } found)
            return watched;
        var quantity = found.Quantities.FirstOrDefault(q => q.Name == watched.Quantity);
        if (quantity is null)
            fields["quantity"]!.Fault($"'{watched.Quantity}' is no quantity of class '{watched.Class}'.");
        else if (quantity.Kind != QuantityKind.Number)
            fields["quantity"]!.Fault($"'{watched.Quantity}' is no number; detectors look at numbers.");
        return watched;
    }

    private static DetectorChannel[] Channels(PackFields fields)
    {
        var names = fields.Read("channels", static n => n.Names(_channels, "a channel of detectors", least: 1), []);
        return [.. names.Select(static n => Enum.Parse<DetectorChannel>(n, ignoreCase: true))];
    }
}
