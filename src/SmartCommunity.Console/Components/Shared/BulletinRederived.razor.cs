using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Console.Loading;
using SmartCommunity.Programme;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Says whether a frozen bulletin follows from what it was made of, and where not. Made again after the bulletin is on the screen.</summary>
public sealed partial class BulletinRederived : IDisposable
{
    /// <summary>Places shown: who changed more than a screen's worth is not looking for single ones.</summary>
    private const int Shown = 20;

    private readonly CancellationTokenSource _leaving = new();
    private Loader<BulletinCheckView> _check = null!;

    [Inject] public required BulletinCheck Check { get; init; }
    [Inject] public required ILogger<BulletinRederived> Logger { get; init; }

    /// <summary>Month of a frozen bulletin; another one needs another key.</summary>
    [Parameter, EditorRequired]
    public required Month Month { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _check = new Loader<BulletinCheckView>(Logger);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        await LoadAsync();
        StateHasChanged();
    }

    private Task LoadAsync() => _check.LoadAsync(
        async stop => await Check.OfAsync(Month, stop) ?? throw new InvalidOperationException($"No bulletin of {Month} is frozen."), _leaving.Token);
}
