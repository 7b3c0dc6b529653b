using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>The inbox of alerts: what nobody has acknowledged first; live. Tab, filters, page and the open alert are in the URL.</summary>
public sealed partial class Alerts
{
    private const string TabKey = "tab", PriorityKey = "priority", StreetKey = "street", CommunityKey = "community", PageKey = "page", IdKey = "id";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    /// <summary>A new alert is on the screen within this; countdowns move by the second.</summary>
    internal static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private Loader<Content> _content = null!;
    private AlertDetail? _open;
    private string? _loaded;
    private string? _said;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required AlertDesk Desk { get; init; }
    [Inject] public required AlertBoard Board { get; init; }
    [Inject] public required Author Author { get; init; }

    /// <summary>One of <see cref="AlertTab.All"/>; the first when absent.</summary>
    [SupplyParameterFromQuery(Name = TabKey)]
    public string? TabCode { get; set; }

    /// <summary>The least urgent shown: P1, P2 or P3.</summary>
    [SupplyParameterFromQuery(Name = PriorityKey)]
    public string? Priority { get; set; }

    /// <summary>Street code.</summary>
    [SupplyParameterFromQuery(Name = StreetKey)]
    public string? Street { get; set; }

    /// <summary>Community code.</summary>
    [SupplyParameterFromQuery(Name = CommunityKey)]
    public string? Community { get; set; }

    /// <summary>Page, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageKey)]
    public int? Number { get; set; }

    /// <summary>Id of the alert that is open.</summary>
    [SupplyParameterFromQuery(Name = IdKey)]
    public string? Id { get; set; }

    private AlertTab Tab => AlertTab.All.FirstOrDefault(t => t.Code == TabCode) ?? AlertTab.All[0];

    private IEnumerable<CommunityView> Streets => (_content.Value?.Places ?? []).DistinctBy(static p => p.Street);

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = string.Join('\n', Tab.Code, Priority, Street, Community, Number, Id);
        if (_loaded == wanted)
            return;
        _loaded = wanted;
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        Board.Changed += OnChanged;
        // What changed between loading and listening is seen at the first look.
        MarkChanged();
        Repeat(RefreshInterval, RefreshAsync);
    }

    /// <inheritdoc/>
    protected override ValueTask LeaveAsync()
    {
        Board.Changed -= OnChanged;
        return ValueTask.CompletedTask;
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop =>
            {
                var places = await Places.CommunitiesAsync(street: null, stop);
                var query = new AlertQuery(Community ?? "", Street ?? "", Tab.Stages, Priority switch { "P1" => 1, "P2" => 2, _ => 3 });
                var page = Desk.List(query, Math.Clamp(Number ?? 1, 1, Paging.MaxPage), PageSize);
                // A street or community of an old link that is no longer there: nothing matches.
                return new Content(page.Succeeded ? page.Value! : new AlertPage([], 0, 1, PageSize, new Dictionary<string, int>()), places);
            },
            Leaving);
        _open = Id is { Length: > 0 } id && Desk.Find(id) is { Succeeded: true } found ? found.Value : null;
        _chosen.IntersectWith((_content.Value?.Alerts.Items ?? []).Select(static a => a.Id));
        Report();
    }

    private async Task RefreshAsync()
    {
        if (TakeChanged())
            await LoadAsync();
        Report();
    }

    private void Report() => AsOf.Report(_content.Value is null ? 0 : NowMs, live: IsRepeating && _content.Problem is null);

    private void OnChanged(IReadOnlyList<AlertChange> changes) => MarkChanged();

    private void Choose(string id)
    {
        if (!_chosen.Remove(id))
            _chosen.Add(id);
    }

    /// <summary>Id of the alert before or after the open one on this page.</summary>
    private string? Neighbour(int step)
    {
        var items = _content.Value?.Alerts.Items ?? [];
        var at = items.Select(static (a, index) => (a.Id, index)).FirstOrDefault(a => a.Id == Id, (Id: "", index: -1)).index;
        return at >= 0 && at + step >= 0 && at + step < items.Count ? items[at + step].Id : null;
    }

    private async Task DoneAsync(AlertDetail done)
    {
        _said = L["alerts.said", Languages.Pick(done.Alert.TitleZh, done.Alert.TitleEn), L[$"alertStage.{done.Alert.Stage}"]];
        await LoadAsync();
        _open = done;
    }

    private async Task AcknowledgeChosenAsync()
    {
        _faults = [];
        foreach (var id in _chosen.ToArray())
        {
            var outcome = await Attempt.RunAsync(() => Desk.DoAsync(id, new NewAlertAction { Action = "acknowledge", Actor = Author.Name.Trim() }, Leaving), Logger);
            if (!outcome.Succeeded)
            {
                // The others stay chosen: nothing is lost.
                _faults = outcome.Faults;
                break;
            }

            _chosen.Remove(id);
        }

        await LoadAsync();
    }

    private void Filter(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [name] = DeviceFilters.OrNull(value), [PageKey] = null, [IdKey] = null }), replace: true);

    /// <summary>What the page loads.</summary>
    private sealed record Content(AlertPage Alerts, IReadOnlyList<CommunityView> Places);
}
