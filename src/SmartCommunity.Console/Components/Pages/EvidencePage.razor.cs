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

/// <summary>The reviewers' queue: evidence of all communities, what waits longest first; what expires, soonest first. Filters, page and the open piece are in the URL.</summary>
public sealed partial class EvidencePage
{
    private const string StateKey = "state", CommunityKey = "community", MeasureKey = "measure", PageKey = "page", IdKey = "id";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    /// <summary>Somebody else hands in or decides: seen within this.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, PackWords> _words = new(StringComparer.Ordinal);
    private IReadOnlyList<(string Id, string Title)> _measures = [];
    private Loader<Content> _content = null!;
    private string? _loaded;
    private string? _said;

    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required EvidenceQueue Queue { get; init; }
    [Inject] public required PackLibrary Packs { get; init; }

    /// <summary>One of <see cref="EvidenceQueue.States"/>; submitted when absent.</summary>
    [SupplyParameterFromQuery(Name = StateKey)]
    public string? State { get; set; }

    /// <summary>Code of a community.</summary>
    [SupplyParameterFromQuery(Name = CommunityKey)]
    public string? Community { get; set; }

    /// <summary>Id of a measure.</summary>
    [SupplyParameterFromQuery(Name = MeasureKey)]
    public string? Measure { get; set; }

    /// <summary>Page, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageKey)]
    public int? Number { get; set; }

    /// <summary>Id of the piece that is open.</summary>
    [SupplyParameterFromQuery(Name = IdKey)]
    public string? Id { get; set; }

    private string Chosen => EvidenceQueue.States.Contains(State ?? "") ? State! : EvidenceQueue.States[0];

    private DateOnly Today => ChinaTime.DayOf(NowMs);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _content = new Loader<Content>(Logger);
        _measures =
        [
            .. Packs.Packs.Reverse().SelectMany(pack => AskedInputs.Of(pack, null).Where(static a => a.Kind == AskedKind.Evidence).SelectMany(static a => a.Measures).Select(id => (id, WordsOf(pack.Name).Measure(id))))
                .DistinctBy(static m => m.id).OrderBy(static m => m.id, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = string.Join('\n', Chosen, Community, Measure, Number);
        if (_loaded == wanted)
            return;
        _loaded = wanted;
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
            async stop => new Content(
                await Queue.ListAsync(DeviceFilters.OrNull(Visitor.Narrow(Community, null).Community), Visitor.Narrow(Community, null).Street, DeviceFilters.OrNull(Measure), Chosen, Math.Clamp(Number ?? 1, 1, Paging.MaxPage), PageSize, stop),
                Visitor.Only(await Places.CommunitiesAsync(street: null, stop))),
            Leaving);
        AsOf.Report(_content.Value is null ? 0 : NowMs, live: false);
    }

    private PackWords WordsOf(string? pack)
    {
        var name = pack ?? "";
        if (!_words.TryGetValue(name, out var words))
            _words[name] = words = new PackWords(Packs.Find(name));
        return words;
    }

    /// <summary>Id of the piece before or after the open one on this page.</summary>
    private string? Neighbour(int step)
    {
        var items = _content.Value?.Queue.Items ?? [];
        var at = items.Select(static (e, index) => (e.Evidence.Id, index)).FirstOrDefault(e => e.Id == Id, (Id: "", index: -1)).index;
        return at >= 0 && at + step >= 0 && at + step < items.Count ? items[at + step].Evidence.Id : null;
    }

    // The next one is opened: a reviewer works through the queue.
    private async Task DecidedAsync(EvidenceView decided)
    {
        var next = Neighbour(1) ?? Neighbour(-1);
        _said = L[$"queue.said.{decided.State}", decided.Title];
        await LoadAsync();
        SetQuery(IdKey, next);
    }

    private void Filter(string name, string? value) => SetQuery(name, value, PageKey, IdKey);

    /// <summary>What the page loads.</summary>
    private sealed record Content(Page<QueuedEvidenceView> Queue, IReadOnlyList<CommunityView> Places);
}
