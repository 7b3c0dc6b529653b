namespace SmartCommunity.Telemetry;

/// <summary>A measured value that means an event: at or above <paramref name="Limit"/>.</summary>
/// <param name="Quantity">Quantity of the catalogue, in its own unit.</param>
/// <param name="Event">The event.</param>
/// <param name="Limit">Where it begins.</param>
public sealed record StandingValue(string Quantity, string Event, double Limit);

/// <summary>Values that mean an event, for detectors that report nothing else; the event is the value's rise, once. The first three are matters of safety.</summary>
public static class StandingValues
{
    /// <summary>A boolean's true.</summary>
    private const double Yes = 1;

    /// <summary>
    /// Methane, share of the lower explosive limit: household detectors alarm somewhere from 5 to 25 % (GB 15322.2). The lower end: this rule is for detectors that send values
    /// only, and kitchens stay below 2 %.
    /// </summary>
    private const double GasLelLimit = 5;

    /// <summary>Carbon monoxide, ppm: 100 endangers life within the hour. From 50 on the cloud warns; that is no matter for a siren.</summary>
    private const double CoLimitPpm = 100;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StandingValue> All { get; } = [new("smoke", "smoke", Yes), new("gasLel", "gas", GasLelLimit), new("co", "co", CoLimitPpm), new("leak", "leak", Yes)];

    /// <summary>True when an event of the type begins and ends with a value: it is a state, not a call.</summary>
    public static bool HaveEvent(string type) => All.Any(v => v.Event == type);

    /// <summary>True when a quantity is the event of the same name while it is true: its values alone say it.</summary>
    public static bool AreSaidBy(string quantity) => All.Any(v => v.Quantity == quantity && v.Event == quantity && v.Limit == Yes);
}
