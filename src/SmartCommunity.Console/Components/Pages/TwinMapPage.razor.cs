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

/// <summary>One community as a map, from above, or as a list of the same devices; live. View and selection are in the URL. Without WebGL it is the list.</summary>
public sealed partial class TwinMapPage : IAsyncDisposable
{
    private const string ViewKey = "view";
    private const string DeviceKey = "device";
    private const string SolidView = "3d";
    private const string FlatView = "2d";
    private const string ListView = "list";

    private static readonly string[] Views = [SolidView, FlatView, ListView];
    private static readonly Condition[] Conditions = [Condition.Alarm, Condition.Warning, Condition.Normal, Condition.Offline];

    private readonly CancellationTokenSource _leaving = new();
    private Loader<Content> _content = null!;
    private LiveSession? _live;
    private Announcer? _announcer;
    private string? _loadedCode;
    private string? _liveCode;
    private bool _noMap;

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required TwinQueries Twins { get; init; }
    [Inject] public required LiveFeed Feed { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ILogger<TwinMapPage> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter]
    public required string Code { get; set; }

    /// <summary><c>3d</c>, <c>2d</c> or <c>list</c>; anything else is <c>3d</c>.</summary>
    [SupplyParameterFromQuery(Name = ViewKey)]
    public string? View { get; set; }

    /// <summary>The device whose values are shown.</summary>
    [SupplyParameterFromQuery(Name = DeviceKey)]
    public string? Selected { get; set; }

    private long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    private string Name => _content.Value?.Place is { } place ? Words.NameOf(place) : Code;

    private string Shown => _noMap ? ListView : Views.Contains(View, StringComparer.Ordinal) ? View! : SolidView;

    // Before the first live state, what the twins said when the page was loaded.
    private IReadOnlyDictionary<string, LiveDevice> Devices => _live?.State.Version > 0 ? _live.State.Devices : _content.Value?.Devices ?? [];

    private HashSet<string> InAlarm => MapStates.InAlarm(_live?.State.Events ?? []);

    private List<LiveDevice> Sorted => [.. Devices.Values.OrderBy(d => d.Device, StringComparer.Ordinal)];

    private IEnumerable<(Condition Condition, int Count)> Counts
    {
        get
        {
            var inAlarm = InAlarm;
            var counts = Devices.Values.CountBy(device => MapStates.ConditionOf(device, inAlarm)).ToDictionary();
            return Conditions.Select(condition => (condition, counts.GetValueOrDefault(condition)));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_live is not null)
            await _live.DisposeAsync();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loadedCode == Code)
            return;
        _loadedCode = Code;
        _content = new Loader<Content>(Logger);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_liveCode == Code || _content.Value?.Place?.Code != Code)
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
            async stop => new Content(
                await Places.FindCommunityAsync(Code, stop), (await Twins.DevicesAsync(Code, stop)).ToDictionary(d => d.Device, StringComparer.Ordinal)),
            _leaving.Token);
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

    private void ShowList() => _noMap = true;

    private void SetQuery(string name, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, DeviceFilters.OrNull(value)), replace: true);

    /// <summary>What the page loads; no place: there is no such community.</summary>
    private sealed record Content(CommunityView? Place, Dictionary<string, LiveDevice> Devices);
}
