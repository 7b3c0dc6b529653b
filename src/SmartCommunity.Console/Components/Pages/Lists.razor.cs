using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// 问题清单, 工作清单, 创新清单: drafted by the program, edited and signed by people, each line with its unit, its due date and the page that proves it, and with what became of it since the issue before. Cadence, issue
/// and the open form are in the URL.
/// </summary>
public sealed partial class Lists
{
    private const string CadenceKey = "cadence", DueKey = "due", PanelKey = "panel";

    /// <summary>Others edit the same issue: seen within this.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private Loader<Content> _content = null!;
    private IReadOnlyList<Fault> _faults = [];
    private string? _loaded;
    private string _said = "";
    private bool _busy;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required RhythmDesk Rhythm { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required Author Author { get; init; }

    /// <summary>A cadence; weekly when absent.</summary>
    [SupplyParameterFromQuery(Name = CadenceKey)]
    public string? CadenceText { get; set; }

    /// <summary>The issue's due day, <c>yyyy-MM-dd</c>; the latest when absent.</summary>
    [SupplyParameterFromQuery(Name = DueKey)]
    public string? Due { get; set; }

    /// <summary>The open form: <c>add</c>, or <c>change|remove|settle|case:KEY</c>.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    private Cadence Chosen => Enum.TryParse<Cadence>(CadenceText, ignoreCase: true, out var cadence) && Enum.IsDefined(cadence) ? cadence : Cadence.Weekly;

    private bool MayEdit => Visitor.May(SmartCommunity.Cloud.Identity.Policies.ProgrammeEdit);

    private string PanelKind => (Panel ?? "").Split(':', 2)[0];

    private string PanelLine => (Panel ?? "").Split(':', 2) is [_, var key] ? key : "";

    private string? PanelTitle => PanelKind is "add" or "change" or "remove" or "settle" or "case" ? L[$"lists.panel.{PanelKind}"].Value : null;

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = $"{Chosen}/{Due}";
        if (_loaded == wanted)
            return;
        (_loaded, _said, _faults) = (wanted, "", []);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Repeat(LookInterval, LoadAsync);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop =>
            {
                var state = await Desk.StateAsync(stop);
                var policy = Desk.Policies.Of(state.Policy);
                var latest = ListPeriod.Latest(Chosen, Desk.Today, policy.Rhythm);
                var period = EntryText.DayOf(Due) is { } due && ListPeriod.IsDue(Chosen, due, policy.Rhythm) ? new ListPeriod(Chosen, due) : latest;
                var issue = state.Rhythm.Lists.GetValueOrDefault(period);
                var dues = state.Rhythm.Lists.Keys.Where(p => p.Cadence == Chosen).Select(p => p.Due).Append(latest.Due).Append(period.Due).Distinct().OrderDescending();
                return new Content(
                    period, policy.Rhythm, [.. dues], issue, issue is null ? [] : ListDiff.Of(issue, state.Rhythm.Before(period)), state.Rhythm.Cases, new UnitNames(await Places.StreetsAsync(stop), policy),
                    [.. state.Projects.Values.OrderBy(p => p.Pool.No)]);
            },
            Leaving);
        Report(_content);
    }

    private void Show(string? panel)
    {
        _faults = [];
        SetQuery(PanelKey, panel);
    }

    private async Task DraftAsync()
    {
        var period = _content.Value!.Period;
        await DoAsync(async () => await Rhythm.DraftAsync(period, CancellationToken.None), submission => L[submission.Entry is null ? "lists.sameDraft" : "lists.drafted"]);
    }

    private Task SignAsync() => SubmitAsync(new ListsSigned(_content.Value!.Period, _content.Value.Issue!.Position));

    private async Task SubmitAsync(ProgrammeAct act)
    {
        if (Author.Name.Trim().Length == 0)
        {
            _faults = [new Fault(FaultKind.Invalid, "actor", L["lists.who"])];
            return;
        }

        if (await DoAsync(async () => await Desk.SubmitAsync(act, Visitor.Caller, Author.Name, CancellationToken.None), _ => L["lists.saved"]) && Panel is not null)
            Show(null);
    }

    private async Task<bool> DoAsync(Func<Task<Outcome<Submission>>> action, Func<Submission, string> said)
    {
        if (!MayEdit)
            return false;
        (_busy, _said) = (true, "");
        var outcome = await Attempt.RunAsync(action, Logger);
        _busy = false;
        _faults = outcome.Succeeded ? RefusalText.Faults(outcome.Value!.Refusals) : outcome.Faults;
        if (_faults.Count > 0)
            return false;
        _said = said(outcome.Value!);
        await LoadAsync();
        return true;
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(
        ListPeriod Period, RhythmPolicy Rhythm, IReadOnlyList<DateOnly> Dues, ListIssue? Issue, IReadOnlyList<LineDifference> Lines, IReadOnlyList<CaseEntry> Cases, UnitNames Names, IReadOnlyList<ProjectState> Projects)
    {
        /// <summary>Lines of a list that stand.</summary>
        internal IReadOnlyList<LineDifference> Of(ListKind list) => [.. Lines.Where(l => l.Line.List == list && l.Kind != LineChangeKind.Done)];

        /// <summary>What is done since the issue before.</summary>
        internal IReadOnlyList<LineDifference> Done => [.. Lines.Where(l => l.Kind == LineChangeKind.Done)];
    }
}
