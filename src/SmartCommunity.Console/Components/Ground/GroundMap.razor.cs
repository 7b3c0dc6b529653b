using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Console.Interop;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>A project's ground in the browser's map; while a border is drawn, clicks are its corners. A browser that cannot draw it is reported, once.</summary>
public sealed partial class GroundMap : IAsyncDisposable
{
    // The whole district in a frame some hundred pixels wide.
    private const double DistrictZoom = 11;

    private ElementReference _element;
    private GroundMapInterop? _map;
    private DotNetObjectReference<GroundMap>? _self;
    private string _shown = "";
    private int _drawn;
    private bool _isReady;
    private bool _isGone;

    [Inject] public required IJSRuntime Browser { get; init; }
    [Inject] public required ILogger<GroundMap> Logger { get; init; }

    /// <summary>Address of the picture as GeoJSON; another address is another picture.</summary>
    [Parameter, EditorRequired]
    public required string Url { get; set; }

    /// <summary>Where it looks before there is a picture.</summary>
    [Parameter, EditorRequired]
    public required GroundBox Box { get; set; }

    /// <summary>The border drawn so far; null when none is drawn.</summary>
    [Parameter]
    public IReadOnlyList<(double Longitude, double Latitude)>? Corners { get; set; }

    /// <summary>A corner was clicked.</summary>
    [Parameter]
    public EventCallback<(double Longitude, double Latitude)> OnCorner { get; set; }

    /// <summary>The browser cannot draw it.</summary>
    [Parameter]
    public EventCallback OnFailed { get; set; }

    /// <summary>Called by the map when it is clicked while a border is drawn.</summary>
    [JSInvokable]
    public Task Click(double longitude, double latitude) => InvokeAsync(() => OnCorner.InvokeAsync((longitude, latitude)));

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
        if (_shown != Url)
        {
            _shown = Url;
            await _map!.ShowAsync(Url);
        }

        // None is -1: an empty border is drawn with no corner yet.
        var corners = Corners?.Count ?? -1;
        if (_drawn != corners)
        {
            _drawn = corners;
            await _map!.DrawAsync(Corners is not null, [.. (Corners ?? []).Select(c => new[] { c.Longitude, c.Latitude })]);
        }
    }

    private async Task CreateAsync()
    {
        _drawn = -1;
        _self = DotNetObjectReference.Create(this);
        _map = new GroundMapInterop(Browser, Logger);
        var locale = new Dictionary<string, string>
        {
            ["Map.Title"] = L["ground.map"], ["NavigationControl.ZoomIn"] = L["map.zoomIn"], ["NavigationControl.ZoomOut"] = L["map.zoomOut"],
        };
        var isDrawn = await _map.CreateAsync(_element, _self, new GroundMapOptions([(Box.West + Box.East) / 2, (Box.South + Box.North) / 2], DistrictZoom, locale));
        if (_isGone)
            return;
        _isReady = isDrawn;
        if (isDrawn)
            StateHasChanged();
        else
            await OnFailed.InvokeAsync();
    }
}
