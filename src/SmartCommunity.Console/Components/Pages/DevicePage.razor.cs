using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Provisioning;
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

/// <summary>
/// Everything of one device: what it is, whether it is there, its values live, curves, events, commands, properties, quota, refused payloads. Facts that are not live are
/// looked at again every <see cref="RefreshInterval"/>. The range of the curves is in the URL.
/// </summary>
public sealed partial class DevicePage : IAsyncDisposable
{
    private const string RangeKey = "range";
    private const int MaxCommands = 8;

    /// <summary>Deepest containment within a community that is written out: building, unit, facility, and room to grow.</summary>
    private const int MaxPlaces = 6;

    /// <summary>A command or a reported property is seen soon enough, and an open page costs five small questions each time.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _leaving = new();
    private Loader<Content> _content = null!;
    private LiveSession? _live;
    private Ticker? _ticker;
    private string? _loadedId;
    private string? _liveId;

    [Inject] public required DeviceRegistry Registry { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required TwinQuestions Twins { get; init; }
    [Inject] public required TwinQueries Queries { get; init; }
    [Inject] public required QuotaDesk Quotas { get; init; }
    [Inject] public required CommandDesk Desk { get; init; }
    [Inject] public required LiveFeed Feed { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ILogger<DevicePage> Logger { get; init; }

    /// <summary>Device id.</summary>
    [Parameter]
    public required string Id { get; set; }

    /// <summary>How far back the curves look, a code of <see cref="ChartRange"/>.</summary>
    [SupplyParameterFromQuery(Name = RangeKey)]
    public string? Range { get; set; }

    private long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    private DeviceView? Device => _content.Value?.Device;

    private LiveDevice? Latest => _live?.State.Devices.GetValueOrDefault(Id) ?? _content.Value?.Latest;

    private string State => Device is { Retired: true } ? PresenceBadge.Retired : Latest?.State ?? DevicePresence.Unheard;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_ticker is not null)
            await _ticker.DisposeAsync();
        if (_live is not null)
            await _live.DisposeAsync();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loadedId == Id)
            return;
        _loadedId = Id;
        _content = new Loader<Content>(Logger);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        _ticker ??= new Ticker(Time, RefreshInterval, _ => InvokeAsync(RefreshAsync), Logger);
        if (_liveId == Id || Device is null || Device.Id != Id)
            return;
        _liveId = Id;
        if (_live is not null)
            await _live.DisposeAsync();
        _live = null;
        if (Device.Retired)
            return;
        var live = _live = new LiveSession(Feed, Time, Logger);
        await live.OpenAsync(new LiveArea { Kind = "devices", Devices = [Id] }, () => InvokeAsync(() => Follow(live)), _leaving.Token);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(ReadAsync, _leaving.Token);
        if (_content.Problem is null && _live is null)
            AsOf.Report(NowMs, live: false);
    }

    private async Task RefreshAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task<Content> ReadAsync(CancellationToken stop)
    {
        var id = Id;
        if (await Registry.FindAsync(id, stop) is not { } device)
            return new Content(null, "", [], null, null, null, new Page<CommandView>([], 0, 1, MaxCommands));
        var twin = TwinId.TryParse($"device:{id}", out var twinId) ? (await Twins.FindAsync(twinId, at: null, stop)).Value : null;
        var community = await Directory.FindCommunityAsync(device.Community, stop);
        return new Content(
            device,
            community is null ? device.Community : Words.NameOf(community),
            await PlacesAsync(twin, stop),
            twin,
            await Queries.DeviceAsync(id, stop),
            (await Quotas.FindAsync(id, stop)).Value,
            await Desk.ListAsync(id, state: null, page: 1, MaxCommands, stop));
    }

    // From the innermost place outwards, as each place names what it is in; written the other way round.
    private async Task<IReadOnlyList<TwinDetailView>> PlacesAsync(TwinDetailView? twin, CancellationToken stop)
    {
        var places = new List<TwinDetailView>();
        while (twin is not null && places.Count < MaxPlaces && Around(twin) is { } around)
        {
            twin = (await Twins.FindAsync(around, at: null, stop)).Value;
            if (twin is null)
                break;
            places.Insert(0, twin);
        }

        return places;
    }

    private static TwinId? Around(TwinDetailView twin) =>
        twin.Relations.FirstOrDefault(r => r.Kind is "isIn" or "partOf") is { } relation
        && TwinId.TryParse(relation.Target, out var place) && place.Kind is not (TwinKind.Street or TwinKind.District) ? place : null;

    private void Follow(LiveSession live)
    {
        if (live != _live)
            return;
        live.Drain();
        if (live.AsOfMs > 0)
            AsOf.Report(live.AsOfMs, live: true);
        StateHasChanged();
    }

    private void SetQuery(string name, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, DeviceFilters.OrNull(value)), replace: true);

    /// <summary>What the page loads; no device: it never was enrolled.</summary>
    private sealed record Content(
        DeviceView? Device, string Community, IReadOnlyList<TwinDetailView> Places, TwinDetailView? Twin, LiveDevice? Latest, DeviceQuotaView? Quota, Page<CommandView> Commands);
}
