namespace SmartCommunity.Anomaly.Rules;

/// <summary>A register counts on by more, or less, than a stretch of time may bring: more than 2 m³ of water in 24 h. Less is judged only when the whole stretch was heard.</summary>
/// <param name="Quantity">A register of the catalogue, in its own unit.</param>
/// <param name="IsAbove">True: more than the limit; false: less.</param>
/// <param name="Limit">Use beyond, or equal to, this meets it.</param>
/// <param name="Within">The stretch. It slides on by <see cref="Parts"/> steps.</param>
public sealed record UseCondition(string Quantity, bool IsAbove, double Limit, TimeSpan Within) : RuleCondition
{
    /// <summary>Steps of the stretch: an hour of 24. The stretch is at most one step shorter than it says.</summary>
    public const int Parts = 24;

    /// <summary>True when a use is beyond the limit.</summary>
    public bool IsBeyond(double use) => IsAbove ? use >= Limit : use <= Limit;
}

/// <summary>A register counts on in every slot of a long time, without one pause: a leak, for nobody draws water in each half-hour of a day. A slot nobody heard of begins the count anew.</summary>
/// <param name="Quantity">A register of the catalogue, in its own unit.</param>
/// <param name="Step">How much of it in a slot is a use.</param>
/// <param name="Slot">Length of a slot; whole slots make up <paramref name="For"/>.</param>
/// <param name="For">For how long without a pause.</param>
public sealed record SteadyUseCondition(string Quantity, double Step, TimeSpan Slot, TimeSpan For) : RuleCondition;
