using SmartCommunity.Anomaly.Rules;

namespace SmartCommunity.Cloud.Alerts.Rules;

/// <summary>A rule in force and what it did.</summary>
/// <param name="Id">Rule id.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Condition">What it waits for, in words.</param>
/// <param name="NextStep">What whoever gets the alert does next.</param>
/// <param name="Source">Where its numbers come from.</param>
/// <param name="Priority">P1 to P3.</param>
/// <param name="Cause">What lies behind it.</param>
/// <param name="IsLatched">A person ends it.</param>
/// <param name="IsShadow">It is tried out: counted, and nobody is told.</param>
/// <param name="Classes">Device classes it looks at; empty: all.</param>
/// <param name="Week">Alerts of the last seven days; of a rule in shadow, those it would have raised.</param>
/// <param name="Month">Of the last thirty days.</param>
/// <param name="True">Of those of the month, closed as true.</param>
/// <param name="False">And as false.</param>
/// <param name="Scenario">Code of its scenario; empty: none.</param>
public sealed record RuleView(
    string Id, RuleText Title, RuleText Condition, RuleText NextStep, string Source, string Priority, string Cause, bool IsLatched, bool IsShadow, IReadOnlyList<string> Classes, int Week, int Month, int True,
    int False, string Scenario);

/// <summary>A kept set of rules.</summary>
/// <param name="Name"><c>id@version</c>.</param>
/// <param name="Title">What it is called; null: this program cannot read it.</param>
/// <param name="Rules">How many rules it has.</param>
/// <param name="Shadows">How many of them are in shadow.</param>
/// <param name="Hash">SHA-256 of its file.</param>
/// <param name="AddedBy">Person; empty: it came with the program.</param>
/// <param name="AddedAt">When.</param>
/// <param name="IsInForce">It is the one in force.</param>
public sealed record RuleSetView(string Name, RuleText? Title, int Rules, int Shadows, string Hash, string AddedBy, DateTimeOffset AddedAt, bool IsInForce);

/// <summary>A set was put in force.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name"><c>id@version</c>.</param>
/// <param name="Actor">Person; empty: the program.</param>
/// <param name="At">When.</param>
/// <param name="Comment">What was said.</param>
public sealed record RulesPutView(long Number, string Name, string Actor, DateTimeOffset At, string Comment);

/// <summary>The rules in force, every kept set, and what was in force since when, the latest first.</summary>
/// <param name="InForce"><c>id@version</c>.</param>
/// <param name="Rules">Its rules, in the order of the file.</param>
/// <param name="Sets">Every set, the youngest first.</param>
/// <param name="History">The latest hundred.</param>
public sealed record RulesView(string InForce, IReadOnlyList<RuleView> Rules, IReadOnlyList<RuleSetView> Sets, IReadOnlyList<RulesPutView> History);

/// <summary>An alert a rule in shadow would have raised.</summary>
/// <param name="Rule">Rule id.</param>
/// <param name="Community">Community code.</param>
/// <param name="Subject">As of an alert.</param>
/// <param name="Device">The device; empty: a home or a gateway.</param>
/// <param name="Place">The place; empty: the community.</param>
/// <param name="At">When.</param>
/// <param name="Ended">When it was over; null: it holds, or is an event.</param>
/// <param name="Occurrences">How often it was raised meanwhile.</param>
/// <param name="Quantity">Quantity it rests on; empty: none.</param>
/// <param name="Value">Its value, or how long something lasted in seconds.</param>
/// <param name="Limit">What the rule allows.</param>
/// <param name="Measures">What the two are, as <c>measures</c> of an alert's reason.</param>
public sealed record ShadowView(
    string Rule, string Community, string Subject, string Device, string Place, DateTimeOffset At, DateTimeOffset? Ended, int Occurrences, string Quantity, double Value, double Limit, string Measures);

/// <summary>A file of rules that was looked at.</summary>
/// <param name="Name"><c>id@version</c>.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Rules">How many rules it has.</param>
/// <param name="IsKnown">The same file is kept already.</param>
/// <param name="Diff">What differs from what is in force.</param>
public sealed record RuleCheck(string Name, string Hash, int Rules, bool IsKnown, RuleDiff Diff);
