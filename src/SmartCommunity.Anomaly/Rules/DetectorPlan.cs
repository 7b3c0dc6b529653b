using SmartCommunity.Anomaly.Detectors;

namespace SmartCommunity.Anomaly.Rules;

/// <summary>A quantity of a class of devices that detectors look at.</summary>
/// <param name="Class">Device class.</param>
/// <param name="Quantity">Quantity of it; of a register its use an hour is looked at.</param>
/// <param name="Channels">By what it is judged.</param>
public sealed record WatchedQuantity(string Class, string Quantity, IReadOnlyList<DetectorChannel> Channels);

/// <summary>Which series detectors look at: part of the rules, so that a log says what was looked at. Immutable.</summary>
/// <param name="Most">Most series of one community, 1 to 10,000; about 58 kB each, twice that with peers. Beyond it the later ones of the file are not looked at.</param>
/// <param name="AlertsAnHour">What an office has time for: most alerts of detectors an hour, over four weeks; above 0 to 60.</param>
/// <param name="Quantities">The quantities, the more important first.</param>
/// <param name="Homes">Most homes of one community whose kits are looked at as a whole, 0 to 10,000, by id; about 10 kB for each quantity of it.</param>
public sealed record DetectorPlan(int Most, double AlertsAnHour, IReadOnlyList<WatchedQuantity> Quantities, int Homes = 0)
{
    /// <summary>Of rules that say nothing of detectors.</summary>
    public static DetectorPlan None { get; } = new(1, Evaluation.OfficeBudget.DefaultAlertsAnHour, []);
}

/// <summary>Detectors say that a series departs from what is expected, more than the office's budget of alerts filters away.</summary>
/// <param name="Channels">Channels that count.</param>
/// <param name="Quantities">Quantities that count; empty: all that are looked at.</param>
public sealed record AnomalyCondition(IReadOnlyList<DetectorChannel> Channels, IReadOnlyList<string> Quantities) : RuleCondition
{
    /// <summary>Least strength on the scale of <see cref="DetectorStrength"/> that counts, whatever the office's budget leaves room for; 1 to 100, 1 when absent: where a channel alone raises an alert.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>True when what a channel says of a quantity is this condition's.</summary>
    public bool Concerns(DetectorChannel channel, string quantity) => Channels.Contains(channel) && (Quantities.Count == 0 || Quantities.Contains(quantity));
}
