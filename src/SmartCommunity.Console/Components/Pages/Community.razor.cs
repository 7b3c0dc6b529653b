using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>One community: its devices with their latest values, live; its safety events; one device in the drawer. Filters and selection are in the URL.</summary>
public sealed partial class Community : IAsyncDisposable
{
    private const string DeviceKey = "device";

    private readonly CancellationTokenSource _leaving = new();
    private Loader<Content> _content = null!;
    private CommunityView? _place;
    private LiveSession? _live;
    private string? _liveCode;
    private Announcer? _announcer;
    private IReadOnlyDictionary<string, LiveDevice> _loaded = new Dictionary<string, LiveDevice>();

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required TwinQueries Twins { get; init; }
    [Inject] public required LiveFeed Feed { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ILogger<Community> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter]
    public required string Code { get; set; }

    /// <summary>Devices of this class only.</summary>
    [SupplyParameterFromQuery(Name = "class")]
    public string? Class { get; set; }

    /// <summary><c>online</c>, <c>offline</c>, or both.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>Devices whose id holds this text.</summary>
    [SupplyParameterFromQuery(Name = "search")]
    public string? Search { get; set; }

    /// <summary>The device in the drawer.</summary>
    [SupplyParameterFromQuery(Name = DeviceKey)]
    public string? Selected { get; set; }

    private long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    private string Name => _place is null ? Code : Words.NameOf(_place);

    // Before the first live state, what the twins said when the page was loaded.
    private IReadOnlyDictionary<string, LiveDevice> Devices => _live?.State.Version > 0 ? _live.State.Devices : _loaded;

    private List<LiveDevice> Shown => [.. Devices.Values.Where(Matches).OrderBy(d => d.Device, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_live is not null)
            await _live.DisposeAsync();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_place?.Code != Code)
            await LoadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_liveCode == Code || _place is null)
            return;
        _liveCode = Code;
        if (_live is not null)
            await _live.DisposeAsync();
        var live = _live = new LiveSession(Feed, Time, Logger);
        await live.OpenAsync(new LiveArea { Kind = "community", Code = Code }, () => InvokeAsync(() => Follow(live)), _leaving.Token);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop => new Content(await Places.CommunitiesAsync(street: null, stop), await Twins.DevicesAsync(Code, stop)), _leaving.Token);
        _place = _content.Value?.Places.FirstOrDefault(p => p.Code == Code);
        _loaded = _content.Value?.Devices.ToDictionary(d => d.Device, StringComparer.Ordinal) ?? [];
        if (_content.Problem is null)
            AsOf.Report(NowMs, live: false);
    }

    private void Follow(LiveSession live)
    {
        if (live != _live)
            return;
        live.Drain();
        foreach (var safetyEvent in live.NewEvents)
            _announcer?.Say(L["announce.event", Name, L.Code("event", safetyEvent.Type), safetyEvent.Device]);
        if (live.AsOfMs > 0)
            AsOf.Report(live.AsOfMs, live: true);
        StateHasChanged();
    }

    private bool Matches(LiveDevice device) =>
        (string.IsNullOrEmpty(Class) || device.Class == Class)
        && (string.IsNullOrEmpty(State) || device.Online == (State == "online"))
        && (string.IsNullOrEmpty(Search) || device.Device.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase));

    private long NewestEventOf(string device) => _live?.State.Events.FirstOrDefault(e => e.Device == device)?.Number ?? 0;

    private void Change((string Name, string? Value) change) => SetQuery(change.Name, change.Value);

    private void SetQuery(string name, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, DeviceFilters.OrNull(value)), replace: true);

    /// <summary>What the page loads.</summary>
    private sealed record Content(IReadOnlyList<CommunityView> Places, IReadOnlyList<LiveDevice> Devices);
}
