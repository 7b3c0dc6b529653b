namespace SmartCommunity.Contracts.Http;

/// <summary>
/// What the cloud knows of simulators. <see cref="SimulatedData"/> is for good: once simulated devices were enrolled, what the platform shows is not only
/// measured, whether simulators run or not.
/// </summary>
/// <param name="SimulatedData">Simulated devices were enrolled at some time in this data folder.</param>
/// <param name="FirstEnrolledAt">When first; null: never.</param>
/// <param name="Devices">How many simulated devices were enrolled the last time.</param>
/// <param name="Running">The simulators answer and play devices.</param>
/// <param name="State">What they say; null when none answer.</param>
public sealed record SimulationView(bool SimulatedData, DateTimeOffset? FirstEnrolledAt, int Devices, bool Running, SimulatorState? State);

/// <summary>What running simulators say of themselves.</summary>
public sealed record SimulatorState
{
    /// <summary>Devices are played.</summary>
    public required bool Running { get; init; }

    /// <summary>The simulated time stands still.</summary>
    public required bool Paused { get; init; }

    /// <summary>Seed of the run.</summary>
    public required long Seed { get; init; }

    /// <summary>Name of the scenario; null: none.</summary>
    public required string? Scenario { get; init; }

    /// <summary>Simulated seconds per second, 1 to 3,600.</summary>
    public required double Speed { get; init; }

    /// <summary>The simulated time, which payloads claim.</summary>
    public required DateTimeOffset SimulatedTime { get; init; }

    /// <summary>When this run began; null when none runs.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Devices played.</summary>
    public required int Devices { get; init; }

    /// <summary>Connected now.</summary>
    public required int Connected { get; init; }

    /// <summary>Devices that connect for each message only, because the process may not open a file for each.</summary>
    public required int Sleeping { get; init; }

    /// <summary>Messages handed to a connection.</summary>
    public required long Sent { get; init; }

    /// <summary>Messages with a PUBACK.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Messages given up after a long outage.</summary>
    public required long Skipped { get; init; }

    /// <summary>Connects the broker refused.</summary>
    public required long Refused { get; init; }

    /// <summary>The simulators' own lateness, ms: half of the messages left at most this much after they were meant to.</summary>
    public required double LatenessP50Ms { get; init; }

    /// <summary>As before, of 99 in a hundred.</summary>
    public required double LatenessP99Ms { get; init; }

    /// <summary>The latest message, ms.</summary>
    public required double LatenessMaxMs { get; init; }

    /// <summary>Messages that left more than a second late.</summary>
    public required long Late { get; init; }

    /// <summary>Messages whose device had no connection when they were due; not counted as lateness.</summary>
    public required long Waited { get; init; }

    /// <summary>Messages of the busiest second.</summary>
    public required long PeakPerSecond { get; init; }

    /// <summary>Faults that last now, at most 1,000.</summary>
    public required IReadOnlyList<SimulationLabel> ActiveFaults { get; init; }

    /// <summary>Faults of the scenario still to come.</summary>
    public required int WaitingFaults { get; init; }

    /// <summary>Faults that fell on nobody, with the reason.</summary>
    public required IReadOnlyList<string> Unplaced { get; init; }
}

/// <summary>The truth about one fault on one subject; a line of <c>truth.jsonl</c>. Never sent through the platform's line.</summary>
public sealed record SimulationLabel(
    string Record, string Id, string Kind, string Community, string Subject, IReadOnlyList<string> Devices, DateTimeOffset From, DateTimeOffset To,
    string? ExpectedAlert, double LatencyBudgetSeconds, IReadOnlyDictionary<string, double> With, long Seed, double Speed, string Origin);

/// <summary>One parameter of a kind of fault.</summary>
public sealed record FaultParameterView(string Name, string Unit, double Min, double Max, double Default, string Meaning);

/// <summary>One kind of fault.</summary>
public sealed record FaultKindView(
    string Name, string En, string Zh, string Scope, IReadOnlyList<string> Classes, double DefaultSeconds, string? ExpectedAlert, double LatencyBudgetSeconds,
    IReadOnlyList<FaultParameterView> Parameters);

/// <summary>One scenario that comes with the simulators.</summary>
public sealed record ScenarioView(string Name, string En, string Zh, double DurationSeconds, string? BeginsAt, int Faults);

/// <summary>The simulators' own lateness since it was last asked for, ms; messages without a connection when they were due are not among them.</summary>
public sealed record LatenessView(long Messages, double P50Ms, double P99Ms, double MaxMs);

/// <summary>Asks for another speed, 1 to 3,600.</summary>
public sealed record SpeedRequest(double Speed);

/// <summary>Asks for another seed, 0 and up.</summary>
public sealed record SeedRequest(long Seed);

/// <summary>Asks for a scenario: the name of a shipped one, or a script in YAML; neither: none.</summary>
public sealed record ScenarioRequest(string? Name = null, string? Script = null);

/// <summary>Asks for a fault now.</summary>
public sealed record InjectRequest
{
    /// <summary>Kind of fault.</summary>
    public required string Fault { get; init; }

    /// <summary>Id of a device; null: drawn.</summary>
    public string? Device { get; init; }

    /// <summary>Number of a home in the community; null: drawn.</summary>
    public int? Home { get; init; }

    /// <summary>Only of this community.</summary>
    public string? Community { get; init; }

    /// <summary>Only of this class.</summary>
    public string? Class { get; init; }

    /// <summary>How many subjects are drawn; 1 when absent.</summary>
    public int? Count { get; init; }

    /// <summary>Length such as <c>10m</c> on the simulated clock; the kind's own when absent.</summary>
    public string? For { get; init; }

    /// <summary>Parameters by name.</summary>
    public IReadOnlyDictionary<string, double>? With { get; init; }
}

/// <summary>What an injected fault fell on: its labels.</summary>
public sealed record InjectReport(IReadOnlyList<SimulationLabel> Labels);
