using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// A community's buildings and devices in the browser's map. It is told states at most every <see cref="ToldInterval"/>, and only those that changed. A browser that cannot
/// draw it is reported, once.
/// </summary>
public sealed partial class TwinMap : IAsyncDisposable
{
    /// <summary>Two changes a second: what 5,000 devices were measured with.</summary>
    private static readonly TimeSpan ToldInterval = TimeSpan.FromMilliseconds(500);

    private readonly MapStates _states = new();
    private ElementReference _element;
    private MapInterop? _map;
    private DotNetObjectReference<TwinMap>? _self;
    private long _toldAt;
    private string _selected = "";
    private bool _isFlat;
    private bool _isReady;
    private bool _isGone;

    [Inject] public required IJSRuntime Browser { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required ILogger<TwinMap> Logger { get; init; }

    /// <summary>Code of the community.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The devices, live.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyCollection<LiveDevice> Devices { get; set; }

    /// <summary>Ids of the devices in alarm.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlySet<string> InAlarm { get; set; }

    /// <summary>Seen from above.</summary>
    [Parameter]
    public bool IsFlat { get; set; }

    /// <summary>The device that is marked; null: none.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>A device was clicked.</summary>
    [Parameter]
    public EventCallback<string> OnSelect { get; set; }

    /// <summary>The browser cannot draw it.</summary>
    [Parameter]
    public EventCallback OnFailed { get; set; }

    /// <summary>Called by the map when a device is clicked.</summary>
    [JSInvokable]
    public Task Select(string? device) => string.IsNullOrEmpty(device) ? Task.CompletedTask : InvokeAsync(() => OnSelect.InvokeAsync(device));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        if (_map is not null)
            await _map.DisposeAsync();
        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await CreateAsync();
        if (!_isReady || _isGone)
            return;
        if (_selected != (Selected ?? ""))
        {
            _selected = Selected ?? "";
            await _map!.SelectAsync(_selected);
        }

        if (_isFlat != IsFlat)
        {
            _isFlat = IsFlat;
            await _map!.SetFlatAsync(_isFlat);
        }

        await TellAsync();
    }

    private async Task CreateAsync()
    {
        _isFlat = IsFlat;
        _self = DotNetObjectReference.Create(this);
        _map = new MapInterop(Browser, Logger);
        var locale = new Dictionary<string, string>
        {
            ["Map.Title"] = L["map.title"], ["NavigationControl.ZoomIn"] = L["map.zoomIn"], ["NavigationControl.ZoomOut"] = L["map.zoomOut"],
            ["NavigationControl.ResetBearing"] = L["map.north"],
        };
        var options = new MapOptions($"/api/v1/communities/{Uri.EscapeDataString(Community)}/geojson", Languages.Pick("nameZh", "nameEn"), IsFlat, locale);
        var drawn = await _map.CreateAsync(_element, _self, options);
        if (_isGone)
            return;
        _isReady = drawn;
        if (drawn)
            StateHasChanged();
        else
            await OnFailed.InvokeAsync();
    }

    private async Task TellAsync()
    {
        if (_toldAt != 0 && Time.GetElapsedTime(_toldAt) < ToldInterval)
            return; // The page renders again within two seconds at the latest.
        _toldAt = Time.GetTimestamp();
        var (ids, codes) = _states.Changes(Devices, InAlarm);
        if (ids.Count > 0 && !await _map!.SetStatesAsync(ids, codes))
            _states.Forget();
    }
}
