using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>The inbox of alerts: what nobody has acknowledged first; live. Tab, filters, page and the open alert are in the URL.</summary>
public sealed partial class Alerts
{
    private const string TabKey = "tab", PriorityKey = "priority", StreetKey = "street", CommunityKey = "community", CauseKey = "cause", ScenarioKey = "scenario", PageKey = "page", IdKey = "id";

    /// <summary>What is announced by name: somebody may be waiting for it. The rest is seen.</summary>
    private const int MaxAnnounced = 2;

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    /// <summary>Countdowns move by the second; what happened to an alert is shown at once.</summary>
    internal static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<AlertChange> _raised = [];
    private Announcer? _announcer;
    private IReadOnlyList<string> _undo = [];
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

    /// <summary>What lies behind an alert, one of <see cref="AlertDesk.Causes"/>.</summary>
    [SupplyParameterFromQuery(Name = CauseKey)]
    public string? Cause { get; set; }

    /// <summary>Scenario of an alert's rule, by its code.</summary>
    [SupplyParameterFromQuery(Name = ScenarioKey)]
    public string? Scenario { get; set; }

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
        var wanted = string.Join('\n', Tab.Code, Priority, Street, Community, Cause, Scenario, Number, Id);
        if (_loaded == wanted)
            return;
        _loaded = wanted;
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Follow(RefreshInterval, RefreshAsync, () => Board.Changed += OnChanged, () => Board.Changed -= OnChanged);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop =>
            {
                var places = Visitor.Only(await Places.CommunitiesAsync(street: null, stop));
                var (community, street) = Visitor.Narrow(Community, Street);
                var query = new AlertQuery(community ?? "", street ?? "", Tab.Stages, Priority switch { "P1" => 1, "P2" => 2, _ => 3 })
                {
                    Cause = AlertDesk.CauseOf(Cause), Scenario = Scenario ?? "",
                };
                var page = Desk.List(query, Math.Clamp(Number ?? 1, 1, Paging.MaxPage), PageSize);
                // A street or community of an old link that is no longer there: nothing matches.
                return new Content(page.Succeeded ? page.Value! : new AlertPage([], 0, 1, PageSize, new Dictionary<string, int>()), places);
            },
            Leaving);
        _open = Id is { Length: > 0 } id && Desk.Find(id) is { Succeeded: true } found && Visitor.Sees(found.Value!.Alert.Community) ? found.Value : null;
        _chosen.IntersectWith((_content.Value?.Alerts.Items ?? []).Select(static a => a.Id));
        Report(_content);
    }

    private async Task RefreshAsync()
    {
        Announce();
        if (TakeChanged())
            await LoadAsync();
        Report(_content);
    }

    // From the community's own thread.
    private void OnChanged(IReadOnlyList<AlertChange> changes)
    {
        foreach (var change in changes.Where(c => c.Transition.What == "raised" && c.Alert.Priority <= MaxAnnounced && Visitor.Sees(c.Alert.Community)))
            _raised.Enqueue(change);
        MarkUrgent();
    }

    private void Announce()
    {
        while (_raised.TryDequeue(out var change))
        {
            var alert = AlertDesk.TitleOf(change.Alert.Rule);
            _announcer?.Say(L["announce.alert", $"P{change.Alert.Priority}", Languages.Pick(alert.Zh, alert.En), (_content.Value?.Places ?? []).NameIn(change.Alert.Community)]);
        }
    }

    private void Choose(string id)
    {
        if (!_chosen.Remove(id))
            _chosen.Add(id);
    }

    private void ChooseAll(bool isChosen)
    {
        _chosen.Clear();
        if (isChosen)
            _chosen.UnionWith((_content.Value?.Alerts.Items ?? []).Where(static a => a.Stage == "firing").Select(static a => a.Id));
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
        _undo = [];
        _said = L["alerts.said", Languages.Pick(done.Alert.TitleZh, done.Alert.TitleEn), L[$"alertStage.{done.Alert.Stage}"]];
        await LoadAsync();
        _open = done;
    }

    /// <summary>Acknowledges alerts. Those that could not be stay chosen, with the reason: nothing is lost.</summary>
    private async Task AcknowledgeAsync(string[] ids)
    {
        var done = await DoAllAsync("acknowledge", ids);
        _chosen.ExceptWith(done);
        if (_faults.Count > 0)
            _chosen.UnionWith(ids.Except(done));
        if (done.Count > 0)
            (_said, _undo) = (L["alerts.acknowledged", done.Count], done);
        await LoadAsync();
    }

    /// <summary>Takes back what was just acknowledged: it waits for somebody again.</summary>
    private async Task UndoAsync()
    {
        var undone = _undo;
        if (undone.Count == 0)
            return; // Pressed twice.
        _undo = [];
        var back = await DoAllAsync("reopen", undone);
        _said = L["alerts.released", back.Count];
        await LoadAsync();
    }

    private async Task<IReadOnlyList<string>> DoAllAsync(string action, IReadOnlyList<string> ids)
    {
        _faults = [];
        var done = new List<string>();
        if (!Visitor.May(Policies.AlertsAct))
            return done;
        foreach (var id in ids)
        {
            var outcome = await Attempt.RunAsync(() => Desk.DoAsync(id, new NewAlertAction { Action = action, Actor = Author.Name.Trim() }, Leaving), Logger);
            if (outcome.Succeeded)
                done.Add(id);
            else
                _faults = outcome.Faults;
            // Without a name each of them would fail alike.
            if (_faults.Any(static f => f.Field == "actor"))
                break;
        }

        return done;
    }

    private void Filter(string name, string? value) => SetQuery(name, value, PageKey, IdKey);

    /// <summary>What the page loads.</summary>
    private sealed record Content(AlertPage Alerts, IReadOnlyList<CommunityView> Places);
}
