using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// What a community's pack asks people for: facts by scenario and indicator, records by kind, evidence by kind; entered, changed and removed here. What is open is in the URL, so that a score's
/// explanation leads to the very entry (<c>?fact=households&amp;measure=JK-09b</c>), and back.
/// </summary>
public sealed partial class FactsPage
{
    /// <summary>Stands for the record that is about to be made.</summary>
    internal const string NewId = "~new";

    internal const string FactKey = "fact", RecordKey = "record", EvidenceKey = "evidence", MeasureKey = "measure";

    private const string IdKey = "id", PageKey = "page", PanelKey = "panel", ShowKey = "show", ImportPanel = "import", Lacking = "lacking";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    private Loader<Content> _content = null!;
    private string? _loaded;
    private Undo? _undo;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required FactDesk Facts { get; init; }
    [Inject] public required RecordDesk Records { get; init; }
    [Inject] public required EvidenceDesk Documents { get; init; }
    [Inject] public required StandingDesk Standings { get; init; }
    [Inject] public required PackLibrary Packs { get; init; }
    [Inject] public required Author Author { get; init; }

    /// <summary>Community code.</summary>
    [Parameter]
    public required string Code { get; set; }

    /// <summary>Code of the fact that is open.</summary>
    [SupplyParameterFromQuery(Name = FactKey)]
    public string? Fact { get; set; }

    /// <summary>Code of the kind of record whose records are listed.</summary>
    [SupplyParameterFromQuery(Name = RecordKey)]
    public string? Record { get; set; }

    /// <summary>Id of the record that is open; <see cref="NewId"/>: one to be made.</summary>
    [SupplyParameterFromQuery(Name = IdKey)]
    public string? Id { get; set; }

    /// <summary>Page of the records, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageKey)]
    public int? Number { get; set; }

    /// <summary>Code of the kind of evidence that is open.</summary>
    [SupplyParameterFromQuery(Name = EvidenceKey)]
    public string? Evidence { get; set; }

    /// <summary>Id of the measure from whose explanation the person came.</summary>
    [SupplyParameterFromQuery(Name = MeasureKey)]
    public string? Measure { get; set; }

    /// <summary><c>lacking</c>: only what is missing or too old.</summary>
    [SupplyParameterFromQuery(Name = ShowKey)]
    public string? Show { get; set; }

    /// <summary>The form that is open: <c>import</c>.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    private string Name => _content.Value?.Name ?? Code;

    private bool IsLacking => Show == Lacking;

    private DateOnly Today => ChinaTime.DayOf(NowMs);

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = string.Join('\n', Code, Record, Number);
        if (_loaded == wanted)
            return;
        _loaded = wanted;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(ReadAsync, Leaving);
        AsOf.Report(_content.Value is null ? 0 : NowMs, live: false);
    }

    private async Task<Content> ReadAsync(CancellationToken stop)
    {
        var (code, record, number) = (Code, Record, Math.Clamp(Number ?? 1, 1, Paging.MaxPage));
        if (await Places.FindCommunityAsync(code, stop) is not { } place)
            return Content.Unknown(code);
        var standing = (await Standings.FindAsync(code, stop)).Value;
        // Without a standing the newest pack says what will be asked.
        var pack = standing is null ? Packs.Packs[^1] : Packs.Find(standing.Pack);
        var asked = pack is null ? [] : AskedInputs.Of(pack, standing?.ProjectType);
        var facts = await Facts.ListAsync(code, missing: true, stop);
        var evidence = await EvidenceAsync(code, stop);
        var kinds = new List<RecordKind>();
        foreach (var need in asked.Where(static a => a.Kind == AskedKind.Record))
        {
            var count = await Records.ListAsync(code, need.Code, page: 1, pageSize: 1, stop);
            kinds.Add(new RecordKind(pack!.Records.First(r => r.Code == need.Code), need, count.Value?.Total ?? 0));
        }

        var records = string.IsNullOrEmpty(record) ? null : (await Records.ListAsync(code, record, number, PageSize, stop)).Value;
        return new Content(
            Words.NameOf(place), IsKnown: true, standing, new PackWords(pack), facts.Value ?? [], FactGroup.Of(pack, asked, facts.Value ?? [], Today), kinds, records,
            [.. asked.Where(static a => a.Kind == AskedKind.Evidence).Select(a => new EvidenceKind(pack!.Evidence.First(e => e.Code == a.Code), a, [.. evidence.Where(e => e.Kind == a.Code)]))],
            facts.Faults);
    }

    // All of a community's evidence: some dozens, a few hundred over the years.
    private async Task<IReadOnlyList<EvidenceView>> EvidenceAsync(string code, CancellationToken stop)
    {
        var all = new List<EvidenceView>();
        for (var page = 1; ; page++)
        {
            var list = await Documents.ListAsync(code, kind: null, state: null, page, Paging.MaxSize, stop);
            all.AddRange(list.Value?.Items ?? []);
            if (list.Value is null || all.Count >= list.Value.Total)
                return all;
        }
    }

    private IReadOnlyList<FactGroup> Shown(Content content) => IsLacking
        ? [.. content.Groups.Select(static g => g with { Lines = [.. g.Lines.Where(static l => l.State != FactState.Standing)] }).Where(static g => g.Lines.Count > 0)]
        : content.Groups;

    /// <summary>What the address names and the pack does not ask for; null: there is no such thing.</summary>
    private string? NotAsked(Content content) =>
        !string.IsNullOrEmpty(Fact) && content.Line(Fact) is null ? Fact
        : !string.IsNullOrEmpty(Record) && content.Kinds.All(k => k.Definition.Code != Record) ? Record
        : !string.IsNullOrEmpty(Evidence) && content.Evidence.All(k => k.Definition.Code != Evidence) ? Evidence
        : null;

    private string TitleOf(Content content, string scenario) => scenario.Length == 0 ? L["facts.acceptance"] : content.Words.Scenario(scenario);

    private string TableUrl(string table, string format) =>
        $"/api/v1/communities/{Code}/tables/{table}?format={format}&headings={(Languages.IsChinese ? "zh" : "fields")}";

    private async Task ChangedAsync()
    {
        _undo = null;
        await LoadAsync();
    }

    private async Task RemovedAsync(FactView before)
    {
        _undo = new Undo(L["facts.removed", Languages.Pick(before.TitleZh, before.TitleEn)], async () => (await Facts.PutAsync(
            Code, before.Code,
            new NewFact { Value = EntryText.Number(EntryText.Field(before.Value)), AsOf = before.AsOf, Source = before.Source, Inspected = before.Inspected, EnteredBy = Author.Name.Trim() },
            ifRevision: 0, CancellationToken.None)).Faults.ToArray());
        await LoadAsync();
    }

    private async Task RemovedAsync(RecordView before)
    {
        _undo = new Undo(L["facts.removed", before.Id], async () => (await Records.PutAsync(
            Code, before.Kind, before.Id,
            new NewRecord
            {
                Fields = before.Fields.EnumerateObject().ToDictionary(static f => f.Name, static f => f.Value), AsOf = before.AsOf, Source = before.Source, Inspected = before.Inspected,
                EnteredBy = Author.Name.Trim(),
            },
            ifRevision: 0, CancellationToken.None)).Faults.ToArray());
        Go((RecordKey, Record));
        await LoadAsync();
    }

    private async Task UndoAsync()
    {
        var undo = _undo!;
        var outcome = await Attempt.RunAsync(async () => await undo.RunAsync() is { Length: > 0 } faults ? (Outcome<string>)faults : undo.Said, Logger);
        (_undo, _faults) = (outcome.Succeeded ? null : undo, outcome.Faults);
        await LoadAsync();
    }

    private void Open(string key, string code) => Go((key, code));

    /// <summary>Opens this and closes everything else; the way back to a measure stays.</summary>
    private void Go(params (string Key, string? Value)[] open)
    {
        var query = new Dictionary<string, object?> { [FactKey] = null, [RecordKey] = null, [IdKey] = null, [PageKey] = null, [EvidenceKey] = null, [PanelKey] = null };
        foreach (var (key, value) in open)
            query[key] = DeviceFilters.OrNull(value);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(query), replace: true);
    }

    private static IReadOnlyList<Fault> Concat(IReadOnlyList<Fault> one, IReadOnlyList<Fault> other) => [.. one, .. other];

    private sealed record Undo(string Said, Func<Task<Fault[]>> RunAsync);

    /// <summary>What the page loads.</summary>
    private sealed record Content(
        string Name, bool IsKnown, StandingView? Standing, PackWords Words, IReadOnlyList<FactView> Facts, IReadOnlyList<FactGroup> Groups, IReadOnlyList<RecordKind> Kinds, Page<RecordView>? Records,
        IReadOnlyList<EvidenceKind> Evidence, IReadOnlyList<Fault> Faults)
    {
        internal static Content Unknown(string code) => new(code, IsKnown: false, null, new PackWords(null), [], [], [], null, [], []);

        internal FactLine? Line(string? code) => Groups.SelectMany(static g => g.Lines).FirstOrDefault(l => l.Fact.Code == code);
    }
}
