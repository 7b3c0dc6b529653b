using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// Who is on duty at each street's desk, now and over the week; contacts, shifts, days off, substitutes, what it is responsible for beside its own, and hand-over notes of one street, changed here and undone here. Street, week and the open form are in the URL.
/// </summary>
public sealed partial class Duty
{
    internal const string ContactPanel = "contact", ShiftPanel = "shift", DayPanel = "day", SubstitutePanel = "substitute", TakePanel = "take", ClaimPanel = "claim", PeoplePanel = "people", HistoryPanel = "history";

    /// <summary>Stands for what is about to be added.</summary>
    internal const string New = "new";

    private const string StreetKey = "street", WeekKey = "week", PanelKey = "panel";

    /// <summary>Notes of some days.</summary>
    private const int NotesShown = 50;

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    private Loader<Content> _content = null!;
    private IReadOnlyList<Fault> _faults = [];
    private ElementReference _title;
    private string _said = "";
    private bool _busy;

    [Inject] public required RosterDesk Rosters { get; init; }
    [Inject] public required HandoverDesk Notes { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required SettingsDesk Settings { get; init; }
    [Inject] public required Author Author { get; init; }

    /// <summary>Code of the street that is open.</summary>
    [SupplyParameterFromQuery(Name = StreetKey)]
    public string? Street { get; set; }

    /// <summary>A day of the week that is shown, <c>yyyy-MM-dd</c>.</summary>
    [SupplyParameterFromQuery(Name = WeekKey)]
    public string? Week { get; set; }

    /// <summary>The form that is open, with what it is about: <c>contact:3</c>, <c>shift:new</c>, <c>take:li-na:1764115200000:1764158400000</c> (whose shift, from and until when), <c>history</c>.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    private string PanelKind => (Panel ?? "").Split(':')[0];

    private int? PanelIndex => int.TryParse((Panel ?? "").Split(':')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender) => Repeat(RefreshInterval, LoadAsync);

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop =>
            {
                DutyOverview[] streets = [.. (await Rosters.OverviewAsync(stop)).Where(s => Visitor.SeesStreet(s.Street))];
                var open = Array.Exists(streets, s => s.Street == Street) ? await ReadAsync(Street!, stop) : null;
                return new Content(streets, open, open is null ? [] : Visitor.Only(await Directory.CommunitiesAsync(street: null, stop)));
            },
            Leaving);
        if (_content.Problem is null)
            AsOf.Report(NowMs, live: IsRepeating);
    }

    private async Task<OpenStreet?> ReadAsync(string street, CancellationToken stop)
    {
        var (roster, week, notes) = (await Rosters.FindAsync(street, stop), Rosters.Week(street, EntryText.DayOf(Week)), await Notes.ListAsync(street, 1, NotesShown, stop));
        return roster.Succeeded && notes.Succeeded ? new OpenStreet(roster.Value!, week.Succeeded ? week.Value! : Rosters.Week(street, day: null).Value!, notes.Value!.Items) : null;
    }

    /// <summary>The part of a shift that somebody takes over, by the open form; null: none.</summary>
    private DutySubstitute? Taken =>
        (Panel ?? "").Split(':') is [TakePanel, var contact, var from, var to] && DutyText.InstantOf(from) is { } fromAt && DutyText.InstantOf(to) is { } toAt
            ? new DutySubstitute { Contact = contact, Substitute = "", From = fromAt, To = toAt }
            : null;

    private void Take((string Contact, DutyPeriod Period) shift) =>
        Show(FormattableString.Invariant($"{TakePanel}:{shift.Contact}:{shift.Period.From.ToUnixTimeMilliseconds()}:{shift.Period.To.ToUnixTimeMilliseconds()}"));

    private string HrefOf(string street) => $"/{Navigation.ToBaseRelativePath(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [StreetKey] = street, [PanelKey] = null }))}";

    private void Show(string? panel)
    {
        (_faults, _said) = ([], "");
        SetQuery(PanelKey, panel);
    }

    private string? PanelTitle => PanelKind switch
    {
        "" => null,
        HistoryPanel => L["duty.history"].Value,
        PeoplePanel => L["duty.people"].Value,
        TakePanel => L["duty.takeShift"].Value,
        ContactPanel or ShiftPanel or DayPanel or SubstitutePanel or ClaimPanel => L[$"duty.{PanelKind}.{(Panel!.EndsWith(New, StringComparison.Ordinal) ? "add" : "edit")}"].Value,
        _ => null,
    };

    /// <summary>Keeps the roster as a form changed it; returns what is wrong with it.</summary>
    private async Task<IReadOnlyList<Fault>> SaveAsync(Func<Roster, Roster> change)
    {
        if (_content.Value?.Open is not { Roster: var open } || !Visitor.May(Policies.DutyEdit))
            return [];
        _busy = true;
        var outcome = await Attempt.RunAsync(
            () => Rosters.PutAsync(open.Street, new NewRoster { Roster = change(open.Roster), EnteredBy = Author.Name.Trim() }, open.Revision, CancellationToken.None), Logger);
        _busy = false;
        if (!outcome.Succeeded)
            return outcome.Faults;
        Show(null);
        _said = L["duty.saved", outcome.Value!.Revision];
        await LoadAsync();
        StateHasChanged();
        return [];
    }

    private async Task RemoveAsync(Func<Roster, Roster> change)
    {
        _faults = await SaveAsync(change);
        // The button that was pressed is gone with its row.
        await JsSafe.TryAsync(Logger, async () => await _title.FocusAsync());
    }

    private async Task RestoreAsync(long revision)
    {
        if (_content.Value?.Open is not { Roster: var open } || !Visitor.May(Policies.DutyEdit))
            return;
        _busy = true;
        var outcome = await Attempt.RunAsync(
            () => Rosters.RestoreAsync(open.Street, new RosterRestore { Revision = revision, EnteredBy = Author.Name.Trim() }, open.Revision, CancellationToken.None), Logger);
        _busy = false;
        if (outcome.Succeeded)
            Show(null);
        (_faults, _said) = (outcome.Faults, outcome.Succeeded ? L["duty.restored", revision].Value : "");
        await LoadAsync();
    }

    private sealed record OpenStreet(RosterView Roster, DutyWeek Week, IReadOnlyList<HandoverNote> Notes);

    private sealed record Content(IReadOnlyList<DutyOverview> Streets, OpenStreet? Open, IReadOnlyList<CommunityView> Places);
}
