using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Simulating;

/// <summary>What the simulators know, as it crosses the process boundary: Simulators may not reference Contracts, so the words are matched here.</summary>
internal static class ControlViews
{
    internal static SimulatorState Of(SimulationState state) => new()
    {
        Running = state.IsRunning,
        Paused = state.IsPaused,
        Seed = (long)state.Seed,
        Scenario = state.Scenario,
        Speed = state.Speed,
        SimulatedTime = state.SimulatedNow,
        Since = state.Since,
        Devices = state.Progress.Devices,
        Connected = state.Progress.Connected,
        Sleeping = state.Sleeping,
        Sent = state.Progress.Sent,
        Acknowledged = state.Progress.Acknowledged,
        Skipped = state.Progress.Skipped,
        Refused = state.Progress.Refused,
        LatenessP50Ms = state.Progress.Lateness.P50Ms,
        LatenessP99Ms = state.Progress.Lateness.P99Ms,
        LatenessMaxMs = state.Progress.Lateness.MaxMs,
        Late = state.Progress.Late,
        Waited = state.Progress.Waited,
        PeakPerSecond = state.Progress.PeakPerSecond,
        ActiveFaults = [.. state.Active.Select(Of)],
        WaitingFaults = state.Waiting,
        Unplaced = state.Unplaced,
    };

    internal static LatenessView Of(LatenessWindow window) => new(window.Messages, window.Lateness.P50Ms, window.Lateness.P99Ms, window.Lateness.MaxMs);

    internal static SimulationLabel Of(FaultLabel label) => new(
        label.Record, label.Id, label.Kind, label.Community, label.Subject, label.Devices, label.From, label.To, label.ExpectedAlert, label.LatencyBudgetSeconds, label.With,
        (long)label.Seed, label.Speed, label.Origin);

    internal static FaultKindView Of(Simulators.FaultKind kind) => new(
        kind.Name, kind.En, kind.Zh, kind.Scope.ToString().ToLowerInvariant(), kind.Classes, kind.StandardLength.TotalSeconds, kind.ExpectedAlert, kind.LatencyBudget.TotalSeconds,
        [.. kind.Parameters.Select(p => new FaultParameterView(p.Name, p.Unit, p.Min, p.Max, p.Standard, p.Meaning))]);

    internal static ScenarioView Of(Scenario scenario) => new(
        scenario.Name, scenario.En, scenario.Zh, scenario.Duration.TotalSeconds, scenario.BeginsAt?.ToString(@"hh\:mm", System.Globalization.CultureInfo.InvariantCulture),
        scenario.Orders(DateTimeOffset.UnixEpoch).Count);
}
