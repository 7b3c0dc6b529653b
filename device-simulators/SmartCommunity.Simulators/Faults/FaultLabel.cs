using System.Text.Json.Serialization;

namespace SmartCommunity.Simulators;

/// <summary>
/// The truth about one fault on one subject. All instants are on the clock of the payloads (<c>ts</c>), UTC. It travels in the truth file and in the
/// stream of the control endpoint, never through the platform. Schema: <c>Faults/truth.schema.json</c>.
/// </summary>
public sealed record FaultLabel
{
    /// <summary><c>label</c>: the fault begins; <c>ended</c>: it was cut short, and <see cref="To"/> is when.</summary>
    public string Record { get; init; } = "label";

    /// <summary>Unique within a truth file: <c>{boot}-{number}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the <see cref="FaultKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Community code.</summary>
    public required string Community { get; init; }

    /// <summary>The device id, <c>{community}/home-{number}</c>, or the community code.</summary>
    public required string Subject { get; init; }

    /// <summary>Twin id of the place, of a fault of a home; null for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Place { get; init; }

    /// <summary>Ids of the devices it changes, ordinal.</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>Beginning.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Type of the alert it deserves; null: none may come.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? ExpectedAlert { get; init; }

    /// <summary>Seconds after <see cref="From"/> within which that alert must come; 0 when none is expected.</summary>
    public required double LatencyBudgetSeconds { get; init; }

    /// <summary>Parameters it was played with.</summary>
    public required IReadOnlyDictionary<string, double> With { get; init; }

    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Simulated seconds per second when it began.</summary>
    public required double Speed { get; init; }

    /// <summary>Who ordered it: <c>inject</c>, <c>scenario NAME</c>, <c>background</c>.</summary>
    public required string Origin { get; init; }
}
