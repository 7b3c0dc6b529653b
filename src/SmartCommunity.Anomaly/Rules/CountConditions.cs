namespace SmartCommunity.Anomaly.Rules;

/// <summary>What of a device is counted.</summary>
public enum CountedKind
{
    /// <summary>Payloads that went to quarantine: firmware that writes what nobody can read.</summary>
    Quarantined = 1,

    /// <summary>Connections lost without a goodbye: a link that comes and goes.</summary>
    Losses = 2,

    /// <summary>Messages: firmware that reports far too often.</summary>
    Messages = 3,

    /// <summary>Minutes in which somebody was refused under the device's name: a wrong token, or a topic that is not its own.</summary>
    Refusals = 4,
}

/// <summary>Something of a device happens too often in a stretch of time. It ends with the first stretch in which it no longer does.</summary>
/// <param name="Of">What is counted.</param>
/// <param name="Times">So often is too often, 1 or more.</param>
/// <param name="Within">The stretch, by the time of receipt; stretches follow each other, the first begins with what is counted first.</param>
public sealed record CountCondition(CountedKind Of, int Times, TimeSpan Within) : RuleCondition;

/// <summary>
/// Much of a community is lost at once although its gateway is there: power or network of the place. One alert, however many devices are silent; meanwhile none of them is silent by itself, and when they
/// are back each has its time anew.
/// </summary>
/// <param name="Share">Share of the devices that were ever heard, above 0, at most 1. It ends below half of it.</param>
/// <param name="Least">And at least so many devices.</param>
public sealed record OutageCondition(double Share, int Least) : RuleCondition;

/// <summary>Everything a device measures keeps the very same values: each alone may be still, all together are not.</summary>
/// <param name="For">For how long, by the time of the measurements.</param>
/// <param name="Readings">And so many measurements in a row.</param>
public sealed record StillCondition(TimeSpan For, int Readings) : RuleCondition;

/// <summary>A device tells what cannot be: of some quantities, one is outside of what nature and the grid allow, though the sensor could say it. The device is wrong, not the world.</summary>
/// <param name="Ranges">What each quantity may be.</param>
/// <param name="Readings">Measurements in a row with any of them outside.</param>
public sealed record PlausibleCondition(IReadOnlyList<PlausibleRange> Ranges, int Readings) : RuleCondition
{
    /// <summary>Or that jumped as nothing of its kind can, and stays there; null: any jump is believed.</summary>
    public PlausibleJump? Jump { get; init; }
}

/// <summary>A change that nature is too slow for: the air of a room does not warm by 5 Cel from one minute to the next.</summary>
/// <param name="Class">Device class whose quantity cannot jump so.</param>
/// <param name="Quantity">Quantity of it, in its own unit.</param>
/// <param name="By">So much from the last value that was believed, in either direction; above 0.</param>
/// <param name="Within">When that value is not older; after a longer gap anything is believed. A level that stays for a day is believed too.</param>
public sealed record PlausibleJump(string Class, string Quantity, double By, TimeSpan Within);

/// <summary>What a quantity may be.</summary>
/// <param name="Quantity">Quantity of the catalogue, in its own unit.</param>
/// <param name="From">Least, itself allowed.</param>
/// <param name="To">Most, itself allowed.</param>
public sealed record PlausibleRange(string Quantity, double From, double To);

/// <summary>What must be so of the same device for a threshold to count, such as that the sun shines on a roof that gives no power.</summary>
/// <param name="Quantity">Another quantity of the device, in its own unit.</param>
/// <param name="IsAbove">True: above the limit; false: below it.</param>
/// <param name="Limit">Values beyond, or equal to, this meet it.</param>
public sealed record WhileCondition(string Quantity, bool IsAbove, double Limit)
{
    /// <summary>True when a value meets it.</summary>
    public bool Holds(double value) => IsAbove ? value >= Limit : value <= Limit;
}
