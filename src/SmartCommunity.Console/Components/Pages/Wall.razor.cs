using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// The office's wall: what is open by responsible unit, what waits longest, where, and what happened last. It runs for days without anybody: it follows the live feed from where it was, keeps nothing
/// but what is open, and connects again by itself. Sound is off until somebody switches it on.
/// </summary>
public sealed partial class Wall
{
    /// <summary>Places rarely change; a new one is on the wall soon enough.</summary>
    private const int PlacesEverySeconds = 300;

    /// <summary>Scores and open alerts beside the projects.</summary>
    private const int ProjectsEverySeconds = 5;

    /// <summary>Countdowns move by the second; what happens is shown at once.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly (string Priority, Condition Condition)[] Priorities = [("P1", Condition.Alarm), ("P2", Condition.Warning), ("P3", Condition.Offline)];

    private Loader<Content> _content = null!;
    private AlertWatch? _watch;
    private Announcer? _announcer;
    private IJSObjectReference? _sound;
    private bool _isLoud;
    private int _seconds;

    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required CommunityMap Map { get; init; }
    [Inject] public required LiveFeed Feed { get; init; }
    [Inject] public required IJSRuntime Browser { get; init; }

    [Inject] public required ProgrammeDesk Programme { get; init; }
    [Inject] public required ScoreQueries Scores { get; init; }
    [Inject] public required AlertLedger Ledger { get; init; }

    /// <summary><c>programme</c>: the projects; else the alerts.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    private bool ShowsProjects => View == "programme";

    private static string Other => Languages.IsChinese ? Languages.English : Languages.Chinese;

    private IReadOnlyList<LiveAlert> Open { get; set; } = [];

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _content = new Loader<Content>(Logger);
        return LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        _watch = new AlertWatch(Feed, Visitor.Live with { Alerts = true }, MarkUrgent, Logger);
        Repeat(Interval, RefreshAsync);
        MarkUrgent();
    }

    /// <inheritdoc/>
    protected override async ValueTask LeaveAsync()
    {
        if (_watch is not null)
            await _watch.DisposeAsync();
        if (_sound is not null)
            await JsSafe.TryAsync(Logger, async () => await _sound.DisposeAsync());
    }

    private static Condition ConditionOf(LiveAlert alert) => (alert.Stage, alert.Priority) switch
    {
        ("closed" or "resolved", _) => Condition.Normal,
        (_, "P1") => Condition.Alarm,
        (_, "P2") => Condition.Warning,
        _ => Condition.Offline,
    };

    private async Task RefreshAsync()
    {
        await _watch!.KeepOpenAsync(Leaving);
        if (++_seconds % (ShowsProjects ? ProjectsEverySeconds : PlacesEverySeconds) == 0 || _content.Problem is not null)
            await LoadAsync();
        Open = _watch.Open;
        await AnnounceAsync(_watch.TakeRaised());
        Report(_content);
    }

    private async Task AnnounceAsync(IReadOnlyList<LiveAlert> raised)
    {
        foreach (var alert in raised.Where(static a => a.Priority == "P1"))
            _announcer?.Say(L["announce.alert", alert.Priority, Languages.Pick(alert.TitleZh, alert.TitleEn), (_content.Value?.Places ?? []).NameIn(alert.Community)]);
        if (_isLoud && _sound is not null && raised.Any(static a => a.Priority == "P1"))
            await JsSafe.TryAsync(Logger, async () => await _sound.InvokeVoidAsync("sound"));
    }

    private Task LoadAsync() => _content.LoadAsync(async stop => new Content(Visitor.Only(await Directory.CommunitiesAsync(street: null, stop)), Map.Middles(), await WarPicture.LoadAsync(Programme, Scores, Ledger, Visitor, stop)), Leaving);

    private async Task SwitchSoundAsync()
    {
        _sound ??= await JsSafe.ImportAsync(Logger, Browser, "wall.js");
        _isLoud = !_isLoud && _sound is not null;
        // Heard once at switching on: browsers allow a sound only after somebody pressed something, and people want to know how loud it is.
        if (_isLoud)
            await JsSafe.TryAsync(Logger, async () => await _sound!.InvokeVoidAsync("sound"));
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(IReadOnlyList<CommunityView> Places, IReadOnlyDictionary<string, (double Longitude, double Latitude)> Middles, WarPicture War);
}
