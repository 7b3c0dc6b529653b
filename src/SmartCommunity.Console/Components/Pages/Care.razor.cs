using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Overrides of rules for persons and places, away modes and maintenance windows: what acts, what waits for a second person, what ended and how; live. Filters and form are in the URL.</summary>
public sealed partial class Care
{
    private const string CommunityKey = "community", KindKey = "kind", StateKey = "state", PageKey = "page", PanelKey = "panel", TargetKey = "target", RuleKey = "rule";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    /// <summary>Countdowns move by the second.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    private Loader<Content> _content = null!;
    private string? _loaded;
    private string? _said;

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required SettingsDesk Desk { get; init; }
    [Inject] public required AlertBoard Board { get; init; }

    /// <summary>Community code.</summary>
    [SupplyParameterFromQuery(Name = CommunityKey)]
    public string? Community { get; set; }

    /// <summary>Kind of setting.</summary>
    [SupplyParameterFromQuery(Name = KindKey)]
    public string? Kind { get; set; }

    /// <summary><c>open</c>, <c>ended</c> or <c>all</c>.</summary>
    [SupplyParameterFromQuery(Name = StateKey)]
    public string? State { get; set; }

    /// <summary>Page, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageKey)]
    public int? Number { get; set; }

    /// <summary>Kind of the form that is open.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    /// <summary>Twin id that the form begins with.</summary>
    [SupplyParameterFromQuery(Name = TargetKey)]
    public string? Target { get; set; }

    /// <summary>Rule that the form begins with.</summary>
    [SupplyParameterFromQuery(Name = RuleKey)]
    public string? Rule { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = string.Join('\n', Community, Kind, State, Number);
        if (_loaded == wanted)
            return;
        _loaded = wanted;
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Follow(RefreshInterval, RefreshAsync, () => Board.SettingsChanged += OnChanged, () => Board.SettingsChanged -= OnChanged);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop =>
            {
                var places = Visitor.Only(await Places.CommunitiesAsync(street: null, stop));
                var (community, street) = Visitor.Narrow(Community, null);
                var kind = SettingsDesk.Kinds.FirstOrDefault(k => k == Kind) ?? "";
                var page = await Desk.ListAsync(community ?? "", street ?? "", kind, State switch { "all" => null, "ended" => true, _ => false }, Math.Clamp(Number ?? 1, 1, Paging.MaxPage), PageSize, stop);
                // A community of an old link that is no longer there: nothing matches.
                return new Content(page.Succeeded ? page.Value! : new Page<AlertSettingView>([], 0, 1, PageSize), places);
            },
            Leaving);
        Report(_content);
    }

    private async Task RefreshAsync()
    {
        if (TakeChanged())
            await LoadAsync();
        Report(_content);
    }

    private void OnChanged(IReadOnlyList<SettingStanding> standings) => MarkChanged();

    private async Task DoneAsync(AlertSettingView done)
    {
        _said = L["care.said", L[$"care.kind.{done.Kind}"], L[$"care.state.{done.State}"]];
        if (!string.IsNullOrEmpty(Panel))
            SetQuery(PanelKey, null);
        await LoadAsync();
    }

    private void Filter(string name, object? value) => SetQuery(name, (string?)value, PageKey);

    /// <summary>What the page loads.</summary>
    private sealed record Content(Page<AlertSettingView> Settings, IReadOnlyList<CommunityView> Places);
}
