namespace SmartCommunity.Anomaly.Rules;

/// <summary>What must be so for an alert.</summary>
public abstract record RuleCondition;

/// <summary>A device says that something happened. Each event is an alert of its own: an SOS is never merged with another.</summary>
/// <param name="Types">Event types, e.g. <c>sos</c>.</param>
public sealed record EventCondition(IReadOnlyList<string> Types) : RuleCondition;

/// <summary>A quantity is beyond a limit.</summary>
/// <param name="Quantity">Quantity of the catalogue, in its own unit.</param>
/// <param name="IsAbove">True: above the limit; false: below it.</param>
/// <param name="Limit">Values beyond, or equal to, this meet it.</param>
/// <param name="Clear">Values that are back within this end it; between the two it stays as it is (hysteresis). Equal to <paramref name="Limit"/>: none.</param>
/// <param name="For">For how long in a row, by the time of the measurements; zero: at once.</param>
/// <param name="Readings">Measurements in a row that must be beyond; 1: the first one. Three for clinical limits: one high reading is no finding.</param>
public sealed record ThresholdCondition(string Quantity, bool IsAbove, double Limit, double Clear, TimeSpan For, int Readings) : RuleCondition
{
    /// <summary>Part of the day in which it counts; null: always.</summary>
    public DayWindow? Within { get; init; }

    /// <summary>What must be so besides; null: nothing.</summary>
    public WhileCondition? While { get; init; }

    /// <summary>True when a value is beyond the limit.</summary>
    public bool IsBeyond(double value) => IsAbove ? value >= Limit : value <= Limit;

    /// <summary>True when a value is back where the alert may end.</summary>
    public bool IsBack(double value) => IsAbove ? value < Clear || (Clear == Limit && value < Limit) : value > Clear || (Clear == Limit && value > Limit);
}

/// <summary>A quantity changes faster than it may.</summary>
/// <param name="Quantity">Quantity of the catalogue.</param>
/// <param name="PerHour">Change an hour, in the quantity's unit, in either direction.</param>
public sealed record RateCondition(string Quantity, double PerHour) : RuleCondition;

/// <summary>A number that measures something keeps the very same value for longer than nature would.</summary>
/// <param name="Quantity">Quantity of the catalogue.</param>
/// <param name="For">For how long, by the time of the measurements.</param>
public sealed record StuckCondition(string Quantity, TimeSpan For) : RuleCondition;

/// <summary>A device's clock is not believed.</summary>
/// <param name="Readings">Messages in a row.</param>
public sealed record ClockCondition(int Readings) : RuleCondition;

/// <summary>A device is silent although its gateway is there.</summary>
/// <param name="For">How long it has been offline.</param>
public sealed record SilenceCondition(TimeSpan For) : RuleCondition;

/// <summary>A gateway cannot be reached. One alert, however many devices are behind it.</summary>
/// <param name="For">For how long.</param>
public sealed record GatewayAwayCondition(TimeSpan For) : RuleCondition;

/// <summary>
/// Nothing happens in a home: every signal that is there has been quiet for its time. One alert for the home, however many devices are quiet. A device that is offline, or behind a gateway that is
/// away, tells nothing: then there is no alert of a person, but one of the device or the gateway.
/// </summary>
/// <param name="Signals">What shows that somebody is about.</param>
/// <param name="DayFrom">Minute of the day at which the day begins, Asia/Shanghai.</param>
/// <param name="NightFrom">Minute of the day at which the night begins.</param>
public sealed record QuietCondition(IReadOnlyList<QuietSignal> Signals, int DayFrom, int NightFrom) : RuleCondition;

/// <summary>One kind of sign of life.</summary>
/// <param name="Class">Device class.</param>
/// <param name="Quantity">Quantity of it.</param>
/// <param name="Kind">What counts as a sign.</param>
/// <param name="Step">For <see cref="QuietKind.Use"/>: how much of a register, in its unit, is a sign.</param>
/// <param name="Day">Quiet for this long by day is too long, counted from the morning on.</param>
/// <param name="Night">Quiet for this long at any time is too long.</param>
public sealed record QuietSignal(string Class, string Quantity, QuietKind Kind, double Step, TimeSpan Day, TimeSpan Night)
{
    /// <summary>For how long it must be quiet, by day and night, where it is the home's only sign beside the door; null: as elsewhere.</summary>
    public TimeSpan? Alone { get; init; }
}

/// <summary>What counts as a sign of life.</summary>
public enum QuietKind
{
    /// <summary>The value is true: motion.</summary>
    True = 1,

    /// <summary>The value is another than before: a door.</summary>
    Change = 2,

    /// <summary>A register has counted on by a step: water.</summary>
    Use = 3,
}
