using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The newest payloads of one device that were not accepted, as they came.</summary>
public sealed partial class DevicePayloads : IDisposable
{
    /// <summary>What a person compares at a glance; the rest is in the quarantine.</summary>
    private const int MaxPayloads = 5;

    private readonly CancellationTokenSource _leaving = new();
    private Loader<Page<QuarantineView>> _payloads = null!;

    [Inject] public required QuarantineDesk Desk { get; init; }
    [Inject] public required ILogger<DevicePayloads> Logger { get; init; }

    /// <summary>Device id.</summary>
    [Parameter, EditorRequired]
    public required string Device { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _payloads = new Loader<Page<QuarantineView>>(Logger);
        return LoadAsync();
    }

    private Task LoadAsync() => _payloads.LoadAsync(
        stop => Desk.ListAsync(new QuarantineFilter(Device: Device), page: 1, MaxPayloads, stop), _leaving.Token);
}
