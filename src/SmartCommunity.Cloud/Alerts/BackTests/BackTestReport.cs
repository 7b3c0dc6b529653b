namespace SmartCommunity.Cloud.Alerts.BackTests;

/// <summary>What of the past a back-test replays.</summary>
public enum BackTestSource
{
    /// <summary>The communities' logs: everything as it came, gateways that were away too. As far back as logs are kept (35 days).</summary>
    Log = 1,

    /// <summary>
    /// The series store: only the quantities that the rules look at, and one more of each device to know that it was there. Faster by far and as far back as history is kept; of gateways that were away, of
    /// lost connections and of what went to quarantine it knows nothing, and times are told to the minute.
    /// </summary>
    Series = 2,
}

/// <summary>What to replay.</summary>
/// <param name="Communities">Community codes.</param>
/// <param name="From">From here on alerts are counted.</param>
/// <param name="To">And up to here; after <paramref name="From"/>.</param>
/// <param name="Source">Out of what.</param>
public sealed record BackTestScope(IReadOnlyList<string> Communities, DateTimeOffset From, DateTimeOffset To, BackTestSource Source);

/// <summary>How far a back-test is.</summary>
/// <param name="Share">Share of the whole, 0 to 1.</param>
/// <param name="Alerts">Alerts so far.</param>
public readonly record struct BackTestProgress(double Share, int Alerts);

/// <summary>An alert that the rules would have raised. One that came again after it had ended is one of its own.</summary>
/// <param name="Rule">Rule id.</param>
/// <param name="IsShadow">The rule is in shadow: nobody would have been told.</param>
/// <param name="Priority">1 to 3, as P1 to P3.</param>
/// <param name="Cause">What lies behind it.</param>
/// <param name="Community">Community code.</param>
/// <param name="Subject">As of an alert.</param>
/// <param name="Device">The device; empty: a home or a gateway.</param>
/// <param name="Place">Twin id of the place; empty: the community.</param>
/// <param name="At">When it was raised.</param>
/// <param name="Ended">When it was over; null: it was not, or is an event.</param>
/// <param name="Quantity">Quantity it rests on; empty: none.</param>
/// <param name="Value">Its value, or how long something lasted in seconds.</param>
/// <param name="Limit">What the rule allows.</param>
/// <param name="MeasuredAt">When what it rests on was measured, or happened; null: of a rule in shadow.</param>
public sealed record BackTestAlert(
    string Rule, bool IsShadow, int Priority, string Cause, string Community, string Subject, string Device, string Place, DateTimeOffset At, DateTimeOffset? Ended, string Quantity, double Value,
    double Limit, DateTimeOffset? MeasuredAt = null);

/// <summary>What one rule would have raised.</summary>
/// <param name="Rule">Rule id.</param>
/// <param name="IsShadow">It is in shadow.</param>
/// <param name="Alerts">How many.</param>
/// <param name="Communities">In how many communities.</param>
/// <param name="Subjects">About how many devices, homes and gateways.</param>
/// <param name="PerDay">Alerts a day, over all of the communities.</param>
/// <param name="First">The first; null: none.</param>
/// <param name="Last">The last.</param>
public sealed record BackTestRule(string Rule, bool IsShadow, int Alerts, int Communities, int Subjects, double PerDay, DateTimeOffset? First, DateTimeOffset? Last);

/// <summary>What a community had to be replayed.</summary>
/// <param name="Community">Its code.</param>
/// <param name="Devices">Devices replayed.</param>
/// <param name="Messages">Messages replayed.</param>
/// <param name="Since">From where on rules could remember something; null: nothing of it is kept.</param>
public sealed record BackTestCommunity(string Community, int Devices, long Messages, DateTimeOffset? Since);

/// <summary>What rules would have raised in the past, if nobody had done anything about it.</summary>
/// <param name="RuleSet"><c>id@version</c>.</param>
/// <param name="Scope">What was replayed.</param>
/// <param name="Rules">By rule, in the order of the set.</param>
/// <param name="Communities">By community.</param>
/// <param name="Alerts">Every alert, by time.</param>
/// <param name="Took">How long the replay took.</param>
public sealed record BackTestReport(
    string RuleSet, BackTestScope Scope, IReadOnlyList<BackTestRule> Rules, IReadOnlyList<BackTestCommunity> Communities, IReadOnlyList<BackTestAlert> Alerts, TimeSpan Took)
{
    /// <summary>Messages replayed.</summary>
    public long Messages => Communities.Sum(static c => c.Messages);
}
