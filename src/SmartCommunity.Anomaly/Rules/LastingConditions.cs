namespace SmartCommunity.Anomaly.Rules;

/// <summary>
/// A device stays in one state for too long: a door that stands open, a bed somebody left at night. The time runs by the ticks of the log, so that a device that speaks only when something changes need not
/// repeat itself; one that is not heard tells nothing.
/// </summary>
/// <param name="Quantity">Quantity of the catalogue.</param>
/// <param name="Is">The state: a number, a code's number, 1 for true.</param>
/// <param name="For">For how long; zero: at the first measurement.</param>
/// <param name="Within">Time of day in which the state must begin and last; null: any. With it, a state that was there before does not count: who never lay down has not left the bed.</param>
public sealed record StateCondition(string Quantity, double Is, TimeSpan For, DayWindow? Within) : RuleCondition;

/// <summary>A device says the same thing again and again, such as that a fire lane is blocked: each event alone may be a car that drives through. Ends when it has not said it for a while.</summary>
/// <param name="Types">Event types.</param>
/// <param name="For">From the first event to the one that raises.</param>
/// <param name="Gap">Longer than this between two events: it was over in between.</param>
public sealed record RepeatedCondition(IReadOnlyList<string> Types, TimeSpan For, TimeSpan Gap) : RuleCondition;
