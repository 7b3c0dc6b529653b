using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>One community as a map, from above, or as a list of the same devices; live. View and selection are in the URL. Without WebGL it is the list.</summary>
public sealed partial class TwinMapPage
{
    private const string ViewKey = "view";
    private const string DeviceKey = "device";
    private const string SolidView = "3d";
    private const string FlatView = "2d";
    private const string ListView = "list";

    private static readonly string[] Views = [SolidView, FlatView, ListView];
    private static readonly Condition[] Conditions = [Condition.Alarm, Condition.Warning, Condition.Normal, Condition.Offline];

    private Loader<Content> _content = null!;
    private Announcer? _announcer;
    private string? _loadedCode;
    private bool _noMap;

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required TwinQueries Twins { get; init; }

    /// <summary>Community code.</summary>
    [Parameter]
    public required string Code { get; set; }

    /// <summary><c>3d</c>, <c>2d</c> or <c>list</c>; anything else is <c>3d</c>.</summary>
    [SupplyParameterFromQuery(Name = ViewKey)]
    public string? View { get; set; }

    /// <summary>The device whose values are shown.</summary>
    [SupplyParameterFromQuery(Name = DeviceKey)]
    public string? Selected { get; set; }

    private string Name => _content.Value?.Place is { } place ? Words.NameOf(place) : Code;

    private string Shown => _noMap ? ListView : Views.Contains(View, StringComparer.Ordinal) ? View! : SolidView;

    // Before the first live state, what the twins said when the page was loaded.
    private IReadOnlyDictionary<string, LiveDevice> Devices => Live?.State.Version > 0 ? Live.State.Devices : _content.Value?.Devices ?? [];

    private HashSet<string> InAlarm => MapStates.InAlarm(RecentEvents);

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
    protected override async Task OnParametersSetAsync()
    {
        if (_loadedCode == Code)
            return;
        _loadedCode = Code;
        _content = new Loader<Content>(Logger);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override Task OnAfterRenderAsync(bool firstRender) =>
        _content.Value?.Place?.Code == Code ? FollowAsync(Code, new LiveArea { Kind = "community", Code = Code }) : Task.CompletedTask;

    private protected override void OnNews(IReadOnlyList<LiveEvent> events) => _announcer?.Say(events, _ => Name);

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop => new Content(
                await Places.FindCommunityAsync(Code, stop), (await Twins.DevicesAsync(Code, stop)).ToDictionary(d => d.Device, StringComparer.Ordinal)),
            Leaving);
        if (_content.Problem is null)
            AsOf.Report(NowMs, live: false);
    }

    private void ShowList() => _noMap = true;

    /// <summary>What the page loads; no place: there is no such community.</summary>
    private sealed record Content(CommunityView? Place, Dictionary<string, LiveDevice> Devices);
}
