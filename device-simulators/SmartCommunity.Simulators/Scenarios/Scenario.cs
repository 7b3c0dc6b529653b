namespace SmartCommunity.Simulators;

/// <summary>One point of a scenario's weather; between points it is linear.</summary>
/// <param name="At">After the scenario's beginning.</param>
/// <param name="Temperature">What is added to the season's outdoor temperature, K.</param>
/// <param name="Cloud">Cloud cover, 0–1; null: the day's own clouds.</param>
/// <param name="Load">What the electric load of meters is multiplied by, 0–5.</param>
public sealed record WeatherPoint(TimeSpan At, double Temperature, double? Cloud, double Load);

/// <summary>One fault of a scenario, once or repeated.</summary>
/// <param name="At">After the scenario's beginning.</param>
/// <param name="Kind">Which fault.</param>
/// <param name="Length">How long each lasts.</param>
/// <param name="Who">On whom.</param>
/// <param name="With">Parameters by name.</param>
/// <param name="Every">Again after this; null: once.</param>
/// <param name="Until">Not later than this after the scenario's beginning; the scenario's end when repeated without.</param>
public sealed record ScenarioEvent(
    TimeSpan At, FaultKind Kind, TimeSpan Length, FaultSubjects Who, IReadOnlyDictionary<string, double> With, TimeSpan? Every, TimeSpan? Until);

/// <summary>A script of what befalls the simulated district. Immutable; read by <see cref="ScenarioReader"/>.</summary>
public sealed record Scenario
{
    /// <summary>Its name, an identifier.</summary>
    public required string Name { get; init; }

    /// <summary>Title shown to people, English.</summary>
    public required string En { get; init; }

    /// <summary>Title shown to people, Chinese.</summary>
    public required string Zh { get; init; }

    /// <summary>How long it lasts; afterwards the district lives on undisturbed.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The time of day, Asia/Shanghai, it is meant to begin at; null: any.</summary>
    public TimeSpan? BeginsAt { get; init; }

    /// <summary>Weather in order of time; empty: the seasons' own.</summary>
    public IReadOnlyList<WeatherPoint> Weather { get; init; } = [];

    /// <summary>Faults in order of the script.</summary>
    public IReadOnlyList<ScenarioEvent> Events { get; init; } = [];

    /// <summary>The orders of all its faults when it begins at the instant, in order of time.</summary>
    public IReadOnlyList<FaultOrder> Orders(DateTimeOffset start)
    {
        var orders = new List<FaultOrder>();
        foreach (var happening in Events)
        {
            var last = happening.Until ?? (happening.Every is null ? happening.At : Duration);
            for (var at = happening.At; at <= last; at += happening.Every ?? Duration + TimeSpan.FromDays(1))
                orders.Add(new FaultOrder(happening.Kind, happening.Who, start + at, happening.Length, happening.With, $"scenario {Name}"));
        }

        return [.. orders.OrderBy(o => o.From)];
    }

    /// <summary>The latest instant not after the given one at which its time of day is right.</summary>
    public DateTimeOffset LatestStart(DateTimeOffset notAfter)
    {
        if (BeginsAt is not { } timeOfDay)
            return notAfter;
        var ms = Telemetry.ChinaTime.DayStartMs(notAfter.ToUnixTimeMilliseconds()) + (long)timeOfDay.TotalMilliseconds;
        var start = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        return start <= notAfter ? start : start.AddDays(-1);
    }
}
