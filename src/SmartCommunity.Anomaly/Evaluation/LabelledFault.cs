namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>A fault that truly happened, and what a good platform says of it.</summary>
/// <param name="Id">Unique among the faults.</param>
/// <param name="Kind">What kind it was, e.g. <c>deadBattery</c>.</param>
/// <param name="Community">Where.</param>
/// <param name="Subjects">Devices and places it happened to; empty: all of the community.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended, not before <paramref name="From"/>.</param>
/// <param name="Budget">How long after its beginning the alert may come.</param>
/// <param name="Rule">The rule that must raise; null: none may.</param>
/// <param name="Cause">The class of cause that is right, as the rule has it; empty when there is no rule.</param>
/// <param name="IsSafety">A life may hang on it.</param>
public sealed record LabelledFault(
    string Id, string Kind, string Community, IReadOnlyCollection<string> Subjects, DateTimeOffset From, DateTimeOffset To, TimeSpan Budget, string? Rule, string Cause, bool IsSafety)
{
    internal bool Concerns(JudgedAlert alert) => alert.Community == Community && (Subjects.Count == 0 || alert.Subjects.Any(Subjects.Contains));

    internal bool IsWithin(DateTimeOffset at, TimeSpan grace) => at >= From && at <= (To > From + Budget ? To : From + Budget) + grace;
}

/// <summary>An alert to be judged.</summary>
/// <param name="Id">Unique among the alerts.</param>
/// <param name="Rule">The rule that raised it.</param>
/// <param name="Cause">The class of cause it tells.</param>
/// <param name="Community">Where.</param>
/// <param name="Subjects">The device and the place it is about; empty: the community, or a gateway of it.</param>
/// <param name="At">When it was raised.</param>
public sealed record JudgedAlert(string Id, string Rule, string Cause, string Community, IReadOnlyCollection<string> Subjects, DateTimeOffset At)
{
    /// <summary>What kind of detector spoke; empty: a rule without detectors.</summary>
    public string Detector { get; init; } = "";

    /// <summary>When what it rests on was measured, or happened; null: not known.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }
}

/// <summary>What an alert was worth.</summary>
public enum AlertVerdict
{
    /// <summary>It found a fault: the right rule, about it, in time; each fault has one such alert, and each such alert one fault.</summary>
    Found = 1,

    /// <summary>The right rule about a fault that has its alert already.</summary>
    Repeated = 2,

    /// <summary>Another rule of the same class of cause: what followed from the fault, as a dead battery's silence does.</summary>
    Following = 3,

    /// <summary>About a fault, but telling another class of cause.</summary>
    WrongCause = 4,

    /// <summary>About nothing that happened, or about a fault that deserves none.</summary>
    False = 5,
}

/// <summary>What is counted over.</summary>
/// <param name="Length">How long was looked at; above zero.</param>
/// <param name="OfficeOf">The office of each community looked at, one at least.</param>
/// <param name="Grace">How long after a fault's end, or its budget's, an alert still counts; 0 or more.</param>
public sealed record TruthScope(TimeSpan Length, IReadOnlyDictionary<string, string> OfficeOf, TimeSpan Grace)
{
    /// <summary>From when on alerts are known: a fault that began earlier is not missed, and an alert about what was measured earlier counts nowhere, for its fault may be known to nobody. Absent: from ever.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Up to when alerts are known: a fault that has none yet and whose budget ends later is neither found nor missed. Absent: all is over.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Communities looked at.</summary>
    public int Communities => OfficeOf.Count;

    /// <summary>Offices that have them.</summary>
    public int Offices => OfficeOf.Values.Distinct(StringComparer.Ordinal).Count();
}
