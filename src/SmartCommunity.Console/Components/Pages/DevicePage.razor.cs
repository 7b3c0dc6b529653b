using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// Everything of one device: what it is, whether it is there, its values live, curves, events, commands, properties, quota, refused payloads. Facts that are not live are
/// looked at again every <see cref="RefreshInterval"/>. The range of the curves is in the URL.
/// </summary>
public sealed partial class DevicePage
{
    private const string RangeKey = "range";
    private const int MaxCommands = 8;

    /// <summary>Deepest containment within a community that is written out: building, unit, facility, and room to grow.</summary>
    private const int MaxPlaces = 6;

    /// <summary>A command or a reported property is seen soon enough, and an open page costs five small questions each time.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(10);

    private Loader<Content> _content = null!;
    private string? _loadedId;

    [Inject] public required DeviceRegistry Registry { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required TwinQuestions Twins { get; init; }
    [Inject] public required TwinQueries Queries { get; init; }
    [Inject] public required QuotaDesk Quotas { get; init; }
    [Inject] public required CommandDesk Desk { get; init; }
    [Inject] public required SirenQueries Sirens { get; init; }

    /// <summary>Device id.</summary>
    [Parameter]
    public required string Id { get; set; }

    /// <summary>How far back the curves look, a code of <see cref="ChartRange"/>.</summary>
    [SupplyParameterFromQuery(Name = RangeKey)]
    public string? Range { get; set; }

    private DeviceView? Device => _content.Value?.Device;

    private LiveDevice? Latest => Live?.State.Devices.GetValueOrDefault(Id) ?? _content.Value?.Latest;

    private string State => Device is { Retired: true } ? PresenceBadge.Retired : Latest?.State ?? DevicePresence.Unheard;

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
        Repeat(RefreshInterval, LoadAsync);
        if (Device?.Id == Id)
            await FollowAsync(Id, Device.Retired ? null : new LiveArea { Kind = "devices", Devices = [Id] });
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(ReadAsync, Leaving);
        if (_content.Problem is null && Live is null)
            AsOf.Report(NowMs, live: false);
    }

    private async Task<Content> ReadAsync(CancellationToken stop)
    {
        var id = Id;
        if (await Registry.FindAsync(id, stop) is not { } device)
            return new Content(null, "", [], null, null, null, new Page<CommandView>([], 0, 1, MaxCommands), []);
        var twin = TwinId.TryParse($"device:{id}", out var twinId) ? (await Twins.FindAsync(twinId, at: null, stop)).Value : null;
        var community = await Directory.FindCommunityAsync(device.Community, stop);
        return new Content(
            device,
            community is null ? device.Community : Words.NameOf(community),
            await PlacesAsync(twin, stop),
            twin,
            await Queries.DeviceAsync(id, stop),
            (await Quotas.FindAsync(id, stop)).Value,
            await Desk.ListAsync(id, state: null, page: 1, MaxCommands, stop),
            await Sirens.FindAsync(id, stop) is { } siren ? [siren] : []);
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

    /// <summary>What the page loads; no device: it never was enrolled.</summary>
    private sealed record Content(
        DeviceView? Device, string Community, IReadOnlyList<TwinDetailView> Places, TwinDetailView? Twin, LiveDevice? Latest, DeviceQuotaView? Quota, Page<CommandView> Commands,
        IReadOnlyList<SirenView> Siren);
}
