using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What running simulators say of themselves, and what can be asked of them: start, stop, pause, speed, seed, scenario.</summary>
public sealed partial class SimulatorPanel
{
    private double _speed;
    private long _seed;
    private string _scenario = "";

    /// <summary>What they say.</summary>
    [Parameter, EditorRequired]
    public required SimulatorState State { get; set; }

    /// <summary>Scenarios to choose from.</summary>
    [Parameter]
    public IReadOnlyList<ScenarioView> Scenarios { get; set; } = [];

    /// <summary>Something was asked and is not answered yet.</summary>
    [Parameter]
    public bool Busy { get; set; }

    /// <summary>They are to play.</summary>
    [Parameter]
    public EventCallback OnStart { get; set; }

    /// <summary>Every device is to disconnect.</summary>
    [Parameter]
    public EventCallback OnStop { get; set; }

    /// <summary>The simulated time is to stand still.</summary>
    [Parameter]
    public EventCallback OnPause { get; set; }

    /// <summary>The simulated time is to run on.</summary>
    [Parameter]
    public EventCallback OnResume { get; set; }

    /// <summary>Another speed, simulated seconds per second.</summary>
    [Parameter]
    public EventCallback<double> OnSpeed { get; set; }

    /// <summary>Another seed.</summary>
    [Parameter]
    public EventCallback<long> OnSeed { get; set; }

    /// <summary>A scenario by its name; null: none.</summary>
    [Parameter]
    public EventCallback<string?> OnPlay { get; set; }

    private Condition Shown => State switch
    {
        { Running: false } => Condition.Offline,
        { Paused: true } => Condition.Warning,
        _ => Condition.Normal,
    };

    private string Word => State switch
    {
        { Running: false } => "simulator.stopped",
        { Paused: true } => "simulator.isPaused",
        _ => "simulator.running",
    };

    /// <inheritdoc/>
    protected override void OnInitialized() => (_speed, _seed, _scenario) = (State.Speed, State.Seed, Scenarios.Any(s => s.Name == State.Scenario) ? State.Scenario! : "");

    private static string Ms(double ms) => ms.ToString("N0", CultureInfo.InvariantCulture) + " ms";

    private Task SetSpeedAsync() => OnSpeed.InvokeAsync(_speed);
}
