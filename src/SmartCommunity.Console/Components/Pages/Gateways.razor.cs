using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Every gateway: is it connected, how far behind is it, what did it refuse. Looked at again every two seconds.</summary>
public sealed partial class Gateways : IAsyncDisposable
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _leaving = new();
    private Loader<IReadOnlyList<GatewayView>> _gateways = null!;
    private Ticker? _ticker;

    [Inject] public required GatewayStates States { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required ILogger<Gateways> Logger { get; init; }

    private long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_ticker is not null)
            await _ticker.DisposeAsync();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _gateways = new Loader<IReadOnlyList<GatewayView>>(Logger);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ticker = new Ticker(Time, RefreshInterval, _ => InvokeAsync(RefreshAsync), Logger);
    }

    private async Task LoadAsync()
    {
        await _gateways.LoadAsync(States.ListAsync, _leaving.Token);
        if (_gateways.Problem is null)
            AsOf.Report(NowMs, live: _ticker is not null);
    }

    private async Task RefreshAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }
}
