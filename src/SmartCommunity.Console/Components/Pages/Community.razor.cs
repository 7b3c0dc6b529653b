using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>One community: its devices with their latest values, live; its safety events; one device in the drawer. Filters and selection are in the URL.</summary>
public sealed partial class Community
{
    private const string DeviceKey = "device";
    private const string QuantityKey = "quantity";

    private Loader<Content> _content = null!;
    private CommunityView? _place;
    private Announcer? _announcer;
    private IReadOnlyDictionary<string, LiveDevice> _loaded = new Dictionary<string, LiveDevice>();

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required TwinQueries Twins { get; init; }

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

    /// <summary>The quantity whose chart the drawer shows; its first when absent.</summary>
    [SupplyParameterFromQuery(Name = QuantityKey)]
    public string? Charted { get; set; }

    private string Name => _place is null ? Code : Words.NameOf(_place);

    // Before the first live state, what the twins said when the page was loaded.
    private IReadOnlyDictionary<string, LiveDevice> Devices => Live?.State.Version > 0 ? Live.State.Devices : _loaded;

    private List<LiveDevice> Shown => [.. Devices.Values.Where(Matches).OrderBy(d => d.Device, StringComparer.Ordinal)];

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_place?.Code != Code)
            await LoadAsync();
    }

    /// <inheritdoc/>
    protected override Task OnAfterRenderAsync(bool firstRender) =>
        _place?.Code == Code ? FollowAsync(Code, new LiveArea { Kind = "community", Code = Code }) : Task.CompletedTask;

    private protected override void OnNews(IReadOnlyList<LiveEvent> events) => _announcer?.Say(events, _ => Name);

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop => new Content(Visitor.Only(await Places.CommunitiesAsync(street: null, stop)), await Twins.DevicesAsync(Code, stop)), Leaving);
        _place = _content.Value?.Places.FirstOrDefault(p => p.Code == Code);
        _loaded = _content.Value?.Devices.ToDictionary(d => d.Device, StringComparer.Ordinal) ?? [];
        if (_content.Problem is null)
            AsOf.Report(NowMs, live: false);
    }

    private bool Matches(LiveDevice device) =>
        (string.IsNullOrEmpty(Class) || device.Class == Class)
        && (string.IsNullOrEmpty(State) || device.Online == (State == "online"))
        && (string.IsNullOrEmpty(Search) || device.Device.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase));

    private long NewestEventOf(string device) => Live?.State.Events.FirstOrDefault(e => e.Device == device)?.Number ?? 0;

    private void Close() =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [DeviceKey] = null, [QuantityKey] = null }), replace: true);

    private void Change((string Name, string? Value) change) => SetQuery(change.Name, change.Value);

    /// <summary>What the page loads.</summary>
    private sealed record Content(IReadOnlyList<CommunityView> Places, IReadOnlyList<LiveDevice> Devices);
}
