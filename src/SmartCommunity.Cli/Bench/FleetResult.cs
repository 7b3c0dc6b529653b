using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Bench;

/// <summary>A stretch of the run at one rate.</summary>
/// <param name="IsBurst">At the burst's rate.</param>
/// <param name="Length">How long it was.</param>
/// <param name="Sent">Messages that left in it.</param>
/// <param name="Lateness">The simulators' own.</param>
internal sealed record FleetStretch(bool IsBurst, TimeSpan Length, long Sent, LatenessView Lateness);

/// <summary>What one process used while it was measured.</summary>
/// <param name="Name">Which.</param>
/// <param name="ProcessorShare">Cores it kept busy in the mean.</param>
/// <param name="ResidentMedianBytes">Median of a sample a second.</param>
/// <param name="ResidentMaxBytes">Largest sample, those while the devices came included.</param>
internal sealed record FleetProcess(string Name, double ProcessorShare, double ResidentMedianBytes, double ResidentMaxBytes);

/// <summary>One query, asked again and again under the load.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="TimesMs">Time of each answer, ms, sorted.</param>
/// <param name="Total">How many it found in the last answer.</param>
internal sealed record QueryTimes(string Path, double[] TimesMs, long Total);

/// <summary>What became of the messages, when the devices were silent again and the gateway's backlog was empty.</summary>
internal sealed record FleetLedger(
    long Sent, long Acknowledged, long Skipped, long RefusedConnects, long Waited, long GatewayReceived, long GatewayStored, long Quarantined, long Duplicates, long Losses, long Backlog,
    long MeasurementsStored);

/// <summary>What was measured.</summary>
internal sealed record FleetResult
{
    internal required FleetBenchOptions Options { get; init; }

    internal required DateTimeOffset At { get; init; }

    internal required int Devices { get; init; }

    internal required int Sleeping { get; init; }

    internal required int Communities { get; init; }

    /// <summary>From the start of the simulators' process to the first connected device: planned, enrolled, put on the map.</summary>
    internal required TimeSpan Enrolled { get; init; }

    /// <summary>From there to all devices connected that keep a connection.</summary>
    internal required TimeSpan Connected { get; init; }

    /// <summary>Messages a second of the devices at speed 1, measured; the rates asked for are multiples of it.</summary>
    internal required double NaturalRate { get; init; }

    internal required IReadOnlyList<FleetStretch> Stretches { get; init; }

    internal required IReadOnlyList<FleetProcess> Processes { get; init; }

    internal required IReadOnlyList<QueryTimes> Registry { get; init; }

    internal required IReadOnlyList<QueryTimes> Twins { get; init; }

    /// <summary>Twins of devices by state, in the end.</summary>
    internal required IReadOnlyList<(string State, long Count)> Presence { get; init; }

    internal required FleetLedger Ledger { get; init; }

    /// <summary>Everything sent was acknowledged and stored.</summary>
    internal bool IsComplete => Ledger is { Backlog: 0, Losses: 0, Skipped: 0 } && Ledger.Sent == Ledger.Acknowledged;
}
