using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Every gateway: is it connected, how far behind is it, what did it refuse. Looked at again every two seconds.</summary>
public sealed partial class Gateways
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private Loader<IReadOnlyList<GatewayView>> _gateways = null!;

    [Inject] public required GatewayStates States { get; init; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _gateways = new Loader<IReadOnlyList<GatewayView>>(Logger);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender) => Repeat(RefreshInterval, LoadAsync);

    private async Task LoadAsync()
    {
        await _gateways.LoadAsync(States.ListAsync, Leaving);
        if (_gateways.Problem is null)
            AsOf.Report(NowMs, live: IsRepeating);
    }
}
