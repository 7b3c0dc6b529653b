using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Layout;

/// <summary>
/// "仿真数据" on every page for as long as the data folder holds data of simulated devices, whether simulators run or not. It cannot be put away, says itself once to
/// screen readers, and never takes the focus.
/// </summary>
public sealed partial class SimulationBanner : IAsyncDisposable
{
    /// <summary>How soon a page that was opened before the first simulated device says so.</summary>
    internal static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private Ticker? _ticker;
    private SimulationView? _view;
    private string _shown = "";
    private string _said = "";

    [Inject] public required SimulationStatus Status { get; init; }
    [Inject] public required CircuitLink Link { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required ILogger<SimulationBanner> Logger { get; init; }

    private string State => _view switch
    {
        null => L["simulated.held"],
        { State: { Running: true, Paused: true } state } => L["simulated.paused", ValueText.Count(state.Devices)],
        { State: { Running: true } state } => L["simulated.running", ValueText.Count(state.Devices), SimulationText.Speed(state.Speed)],
        _ => L["simulated.ended"],
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ticker is not null)
            await _ticker.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        _ticker = new Ticker(Link, Time, CheckInterval, CheckAsync, Logger);
        _ = CheckAsync(CancellationToken.None);
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!Status.SimulatedData)
            return;
        var view = await Status.ViewAsync(cancellationToken);
        await InvokeAsync(() =>
        {
            _view = view;
            if (State == _shown)
                return;
            _shown = State;
            // Later changes are shown, not said: that the data is simulated is the news, once.
            if (_said.Length == 0)
                _said = L["simulated.title"] + " " + State;
            StateHasChanged();
        });
    }
}
