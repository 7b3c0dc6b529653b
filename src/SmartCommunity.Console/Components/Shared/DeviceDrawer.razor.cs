using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One device: facts, latest values, the last 24 hours of one quantity, latest events, commands. Keyed by device, so that another device is another drawer.</summary>
public sealed partial class DeviceDrawer : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Loader<Facts> _facts = null!;

    [Inject] public required DeviceRegistry Registry { get; init; }
    [Inject] public required ILogger<DeviceDrawer> Logger { get; init; }

    /// <summary>The device's live state.</summary>
    [Parameter, EditorRequired]
    public required LiveDevice Device { get; set; }

    /// <summary>Number of the device's newest live event; 0 = none.</summary>
    [Parameter]
    public long NewestEvent { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>The quantity whose chart is shown; the first one when absent or unknown.</summary>
    [Parameter]
    public string? Charted { get; set; }

    /// <summary>Another quantity's chart is asked for.</summary>
    [Parameter]
    public EventCallback<string> OnChart { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private string? Drawn => Device.Values.Any(v => v.Quantity == Charted) ? Charted : Device.Values is [var first, ..] ? first.Quantity : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _facts = new Loader<Facts>(Logger);
        return _facts.LoadAsync(async stop => new Facts(await Registry.FindAsync(Device.Device, stop)), _leaving.Token);
    }

    /// <summary>What the registry knows; it may know nothing.</summary>
    private sealed record Facts(DeviceView? Device);
}
