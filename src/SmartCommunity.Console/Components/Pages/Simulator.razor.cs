using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>The simulated district: what it does, start and stop, speed, scenario, faults to order, and the labels as they are written.</summary>
public sealed partial class Simulator : IAsyncDisposable
{
    /// <summary>As often as the cloud asks the simulators.</summary>
    internal static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private Loader<SimulationView> _view = null!;
    private LabelFeed _labels = null!;
    private Ticker? _ticker;
    private SimulatorControl? _asked;
    private SimulatorState? _answer;
    private long _answerTicks;
    private IReadOnlyList<ScenarioView> _scenarios = [];
    private IReadOnlyList<FaultKindView> _kinds = [];
    private IReadOnlyList<CommunityView> _places = [];
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<Fault> _injectFaults = [];
    private InjectReport? _injected;
    private bool _busy;

    [Inject] public required SimulationStatus Status { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required CircuitLink Link { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required ILogger<Simulator> Logger { get; init; }

    private CancellationToken Leaving => _leaving.Token;

    // What an action answered is newer than what the cloud last asked, for as long as the cloud keeps its answer.
    private SimulatorState? State => _answer is not null && Time.GetElapsedTime(_answerTicks) < 2 * LookInterval ? _answer : _view.Value?.State;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_ticker is not null)
            await _ticker.DisposeAsync();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _view = new Loader<SimulationView>(Logger);
        _labels = new LabelFeed(Logger);
        return LookAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        var leaving = Leaving;
        _ticker = new Ticker(Link, Time, LookInterval, _ => InvokeAsync(async () =>
        {
            await LookAsync();
            if (leaving.IsCancellationRequested)
                return;
            _labels.Follow(Status.Control, State is not null, leaving);
            StateHasChanged();
        }), Logger);
    }

    private async Task LookAsync()
    {
        await _view.LoadAsync(Status.ViewAsync, Leaving);
        if (Status.Control is not { } control || State is null)
            return;
        AsOf.Report(Time.GetUtcNow().ToUnixTimeMilliseconds(), live: _ticker is not null);
        if (control == _asked)
            return;
        _asked = control;
        var outcome = await Attempt.RunAsync<bool>(async () => await AskAsync(control), Logger);
        // Simulators that were not there a moment later are asked again with the next look.
        if (!outcome.Succeeded || !outcome.Value)
            _asked = null;
    }

    private async Task<bool> AskAsync(SimulatorControl control)
    {
        var (scenarios, kinds) = (await control.ScenariosAsync(Leaving), await control.FaultsAsync(Leaving));
        _places = Visitor.Only(await Directory.CommunitiesAsync(street: null, Leaving));
        (_scenarios, _kinds) = (scenarios.Value ?? [], kinds.Value ?? []);
        return scenarios.Succeeded && kinds.Succeeded;
    }

    private async Task DoAsync(Func<SimulatorControl, Task<Outcome<SimulatorState>>> action)
    {
        if (Status.Control is not { } control)
            return;
        _busy = true;
        var outcome = await Attempt.RunAsync(() => action(control), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            (_answer, _answerTicks) = (outcome.Value, Time.GetTimestamp());
    }

    private async Task InjectAsync(InjectRequest request)
    {
        if (Status.Control is not { } control)
            return;
        _busy = true;
        var outcome = await Attempt.RunAsync(() => control.InjectAsync(request, Leaving), Logger);
        (_busy, _injectFaults, _injected) = (false, outcome.Faults, outcome.Value);
    }
}
