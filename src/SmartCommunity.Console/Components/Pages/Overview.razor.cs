using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>The communities of the district and whether their data arrives; live. Filter and order are in the URL.</summary>
public sealed partial class Overview
{
    private const string Overall = "overall";
    private const string StreetKey = "street";

    /// <summary>Gateways report every few seconds; asking more often shows nothing new.</summary>
    private static readonly TimeSpan GatewayInterval = TimeSpan.FromSeconds(2);

    private Loader<Content> _content = null!;
    private Announcer? _announcer;

    // Which gateways serve a community: tens of thousands of enrolments are not walked four times a second.
    private readonly Dictionary<string, HashSet<string>> _gatewayIds = new(StringComparer.Ordinal);
    private long _gatewayIdsVersion;

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required TwinQueries Twins { get; init; }
    [Inject] public required GatewayStates Gateways { get; init; }
    [Inject] public required EnrolmentIndex Enrolments { get; init; }

    [Inject] public required ProgrammeDesk Programme { get; init; }
    [Inject] public required ScoreQueries Scores { get; init; }
    [Inject] public required AlertLedger Alerts { get; init; }
    [Inject] public required CommunityMap Map { get; init; }

    /// <summary>Responsible unit to show; all when absent.</summary>
    [SupplyParameterFromQuery(Name = StreetKey)]
    public string? Street { get; set; }

    /// <summary>Column to order by.</summary>
    [SupplyParameterFromQuery(Name = "sort")]
    public string? SortColumn { get; set; }

    /// <summary><c>desc</c>, or ascending.</summary>
    [SupplyParameterFromQuery(Name = "dir")]
    public string? SortDirection { get; set; }

    private CommunitySort CurrentSort => CommunitySort.From(SortColumn, SortDirection);

    private IReadOnlyList<CommunityRow> Rows { get; set; } = [];

    private List<CommunityRow> Shown =>
        [.. CurrentSort.Apply(Rows.Where(r => string.IsNullOrEmpty(Street) || r.Place.Street == Street), NowMs)];

    private IEnumerable<(string Code, string Name)> Streets =>
        Rows.Select(r => (r.Place.Street, Words.StreetOf(r.Place))).Distinct();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _content = new Loader<Content>(Logger);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override Task OnAfterRenderAsync(bool firstRender)
    {
        Repeat(GatewayInterval, RefreshGatewaysAsync);
        return FollowAsync(Overall, Visitor.Live);
    }

    private protected override void OnNews(IReadOnlyList<LiveEvent> events)
    {
        _announcer?.Say(events, happened => _content.Value?.Places.NameIn(happened.Community) ?? happened.Community);
        Rebuild();
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop => new Content(
                Visitor.Only(await Places.CommunitiesAsync(street: null, stop)), await Twins.CommunitiesAsync(stop), await Gateways.ListAsync(stop),
                await WarPicture.LoadAsync(Programme, Scores, Alerts, Visitor, stop), Map.Middles()),
            Leaving);
        Rebuild();
        AsOf.Report(_content.Value is null ? 0 : NowMs, live: Live is { Problem: null });
    }

    private async Task RefreshGatewaysAsync()
    {
        if (_content.Value is not { } content)
            return;
        await _content.LoadAsync(async stop => content with { Gateways = await Gateways.ListAsync(stop), War = await WarPicture.LoadAsync(Programme, Scores, Alerts, Visitor, stop) }, Leaving);
        Rebuild();
    }

    private void Rebuild()
    {
        if (_content.Value is not { } content)
            return;
        var numbers = content.Numbers.ToDictionary(n => n.Code, StringComparer.Ordinal);
        foreach (var (code, live) in Live?.State.Communities ?? new Dictionary<string, LiveCommunity>())
            numbers[code] = live;
        Rows = [.. content.Places.Select(place => new CommunityRow(place, numbers.GetValueOrDefault(place.Code), GatewaysOf(place.Code, content.Gateways)))];
    }

    private List<GatewayView> GatewaysOf(string community, IReadOnlyList<GatewayView> gateways)
    {
        if (_gatewayIdsVersion != Enrolments.Version)
        {
            _gatewayIds.Clear();
            _gatewayIdsVersion = Enrolments.Version;
        }

        if (!_gatewayIds.TryGetValue(community, out var ids))
            _gatewayIds[community] = ids = [.. Enrolments.OfCommunity(community).Where(e => !e.Retired).Select(e => e.Gateway)];
        return [.. gateways.Where(g => ids.Contains(g.Id))];
    }

    private void SortBy(string column)
    {
        var (next, direction) = CurrentSort.Next(column);
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["sort"] = next, ["dir"] = direction }), replace: true);
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(IReadOnlyList<CommunityView> Places, IReadOnlyList<LiveCommunity> Numbers, IReadOnlyList<GatewayView> Gateways, WarPicture War,
        IReadOnlyDictionary<string, (double Longitude, double Latitude)> Middles);
}
