namespace SmartCommunity.Simulators;

/// <summary>
/// On whom a fault falls. With <paramref name="Device"/> or <paramref name="Home"/> the subject is named; otherwise <paramref name="Count"/> subjects, or
/// <paramref name="Share"/> of all possible ones, are drawn by the seed among those of the class and community.
/// </summary>
/// <param name="Device">Id of one device; null: drawn.</param>
/// <param name="Home">Number of a home in <paramref name="Community"/>; null: drawn.</param>
/// <param name="Community">Only of this community; null: of any.</param>
/// <param name="Class">Only of this class; null: of any the kind falls on.</param>
/// <param name="Count">How many are drawn; 1 when neither this nor a share is given.</param>
/// <param name="Share">Share of the possible ones, 0–1, at least one; null: by count.</param>
public sealed record FaultSubjects(string? Device = null, int? Home = null, string? Community = null, string? Class = null, int? Count = null, double? Share = null);

/// <summary>A fault to play.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Who">On whom.</param>
/// <param name="From">Its beginning on the simulated clock.</param>
/// <param name="Length">How long.</param>
/// <param name="With">Parameters by name; those left out take their standard value.</param>
/// <param name="Origin">Who ordered it, for the label: <c>inject</c>, <c>scenario NAME</c>, <c>background</c>.</param>
public sealed record FaultOrder(FaultKind Kind, FaultSubjects Who, DateTimeOffset From, TimeSpan Length, IReadOnlyDictionary<string, double> With, string Origin)
{
    /// <summary>Longest a fault may last.</summary>
    public static readonly TimeSpan MaxLength = TimeSpan.FromDays(60);

    /// <summary>What is wrong with the order itself, as field and message; empty: nothing.</summary>
    public IReadOnlyList<(string Field, string Message)> Faults()
    {
        var faults = new List<(string, string)>();
        if (Length < TimeSpan.FromSeconds(1) || Length > MaxLength)
            faults.Add(("for", $"'for' must be 1 s to {MaxLength.TotalDays:0} d."));
        foreach (var (name, value) in With)
        {
            var known = Kind.Parameters.FirstOrDefault(p => p.Name == name);
            if (known is null)
                faults.Add(($"with.{name}", $"'{Kind.Name}' has no parameter '{name}'; it has {Listed(Kind.Parameters.Select(p => p.Name))}."));
            else if (!(value >= known.Min && value <= known.Max))
                faults.Add(($"with.{name}", FormattableString.Invariant($"'{name}' is {value}; it must be {known.Min} to {known.Max} {known.Unit}.")));
        }

        if (Who.Class is { } @class && !Kind.FallsOn(@class))
            faults.Add(("who.class", $"'{Kind.Name}' does not fall on class '{@class}', only on {Listed(Kind.Classes)}."));
        if (Who.Count is < 1)
            faults.Add(("who.count", "'count' must be 1 or more."));
        if (Who.Share is { } share && !(share is > 0 and <= 1))
            faults.Add(("who.share", "'share' must be above 0 and at most 1."));
        return faults;
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } text ? text : "none";
}
