namespace SmartCommunity.Simulators;

/// <summary>What a simulation is made of.</summary>
public sealed record SimulationSetup
{
    /// <summary>How long a simulation without a scenario is taken to be when its beginning is worked out from its speed.</summary>
    public static readonly TimeSpan LengthWithoutScenario = TimeSpan.FromDays(1);

    /// <summary>Plans the district of a seed; every seed must give the same devices and tokens.</summary>
    public required Func<ulong, SimulatedDistrict> District { get; init; }

    /// <summary>How the devices are played.</summary>
    public required FleetOptions Fleet { get; init; }

    /// <summary>The simulators' folder, where <see cref="TruthFile.Name"/> is.</summary>
    public required string Folder { get; init; }

    /// <summary>Seed at the beginning.</summary>
    public ulong Seed { get; init; }

    /// <summary>Scenario at the beginning; null: none.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>Simulated seconds per second at the beginning, 1 to 3,600; default 1.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>
    /// Where the simulated time begins; null: now at speed 1, and for a faster run so far back that scenario (or a day without one) ends in the present, at
    /// the scenario's own time of day.
    /// </summary>
    public DateTimeOffset? Start { get; init; }

    internal DateTimeOffset StartAt(DateTimeOffset now)
    {
        if (Start is { } start)
            return start;
        if (Speed <= 1)
            return now;
        var latest = now - SimulationClock.HeadStart(Scenario?.Duration ?? LengthWithoutScenario, Speed);
        return Scenario?.LatestStart(latest) ?? latest;
    }
}

/// <summary>What a simulation is doing.</summary>
/// <param name="IsRunning">Devices are played.</param>
/// <param name="IsPaused">The simulated time stands still; devices keep their connections.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Scenario">Name of the scenario; null: none.</param>
/// <param name="Speed">Simulated seconds per second.</param>
/// <param name="SimulatedNow">The simulated time; payloads claim it.</param>
/// <param name="Since">When this run began, on our clock; null when none runs.</param>
/// <param name="Sleeping">Devices without a standing connection.</param>
/// <param name="Progress">Counts and the simulators' own lateness since the run began.</param>
/// <param name="Active">Labels whose faults last.</param>
/// <param name="Waiting">Faults of the scenario still to come.</param>
/// <param name="Unplaced">Faults that fell on nobody, with the reason.</param>
public sealed record SimulationState(
    bool IsRunning, bool IsPaused, ulong Seed, string? Scenario, double Speed, DateTimeOffset SimulatedNow, DateTimeOffset? Since, int Sleeping,
    FleetProgress Progress, IReadOnlyList<FaultLabel> Active, int Waiting, IReadOnlyList<string> Unplaced);
