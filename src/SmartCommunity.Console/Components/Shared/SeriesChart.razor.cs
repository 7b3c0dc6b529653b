using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// One quantity over the last hour, day, week or month, with live points appended; the same points as a table, and in a sentence. A browser that cannot
/// draw gets the table.
/// </summary>
public sealed partial class SeriesChart : IAsyncDisposable
{
    /// <summary>Two points (smallest and largest) for each pixel column of the drawer, rounded up.</summary>
    private const int MaxPoints = 960;

    private readonly CancellationTokenSource _leaving = new();
    private readonly List<PointView> _points = [];
    private Loader<SeriesView> _series = null!;
    private string _loadedRange = "";
    private IReadOnlyList<Fault> _faults = [];
    private ChartInterop? _chart;
    private ElementReference _element;
    private bool _asTable;
    private bool _noChart;
    private bool _drawn;

    [Inject] public required SeriesQueries Series { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required IJSRuntime Browser { get; init; }
    [Inject] public required ILogger<SeriesChart> Logger { get; init; }

    /// <summary>Device id.</summary>
    [Parameter, EditorRequired]
    public required string Device { get; set; }

    /// <summary>Quantity name.</summary>
    [Parameter, EditorRequired]
    public required string Quantity { get; set; }

    /// <summary>The latest value, appended when it is newer than the last point.</summary>
    [Parameter]
    public LiveValue? Latest { get; set; }

    /// <summary>How far back it looks, a code of <see cref="ChartRange"/>.</summary>
    [Parameter]
    public string Range { get; set; } = ChartRange.Day;

    private TimeSpan Window => ChartRange.SpanOf(Range);

    private string Title => $"{Words.QuantityName(Quantity)} · {L["chart.day", L[$"chart.range.{ChartRange.Known(Range)}"].Value]}";

    private Quantity? Known => QuantityCatalogue.Default.Find(Quantity);

    private string UnitLabel => ValueText.Unit(Known);

    private bool IsStepped => Known is { Kind: not QuantityKind.Number };

    private List<PointView> NewestFirst => [.. _points.AsEnumerable().Reverse()];

    private string SummaryText => SeriesSummary.Of(_points, Known, L);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_chart is not null)
            await _chart.DisposeAsync();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _series = new Loader<SeriesView>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loadedRange != Range)
        {
            _loadedRange = Range;
            await LoadAsync();
        }

        if (_series.Value is null || Latest is null || (_points.Count > 0 && Latest.AtMs <= _points[^1].At.ToUnixTimeMilliseconds()))
            return;
        _points.Add(new PointView(ChinaTime.From(Latest.AtMs), ChinaTime.From(Latest.ReceivedAtMs), Latest.Value, Latest.Quality));
        var from = Time.GetUtcNow() - Window;
        _points.RemoveAll(p => p.At < from);
        if (_drawn)
            await _chart!.AppendAsync(Latest.AtMs, Latest.Value, from.ToUnixTimeMilliseconds());
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_drawn || _asTable || _noChart || _points.Count == 0)
            return;
        _drawn = true;
        _chart ??= new ChartInterop(Browser, Logger);
        var options = new ChartOptions(UnitLabel, Known?.Decimals ?? 0, IsStepped, Known is null ? new Dictionary<string, string>() : ValueText.CodeNames(Known, L), Window.TotalMilliseconds, Times.Zone);
        if (await _chart.CreateAsync(_element, options)
            && await _chart.SetPointsAsync([.. _points.Select(p => p.At.ToUnixTimeMilliseconds())], [.. _points.Select(p => p.Value)]))
            return;
        _noChart = !_leaving.IsCancellationRequested;
        _drawn = false;
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var now = Time.GetUtcNow();
        await _series.LoadAsync(
            async stop =>
            {
                var range = await Series.RangeAsync(Device, Quantity, now - Window, now, Downsampling.MinMax, MaxPoints, stop);
                _faults = range.Faults;
                return range.Value ?? new SeriesView(Device, Quantity, Known?.Unit ?? "1", "none", []);
            },
            _leaving.Token);
        _points.Clear();
        _points.AddRange(_series.Value?.Points ?? []);
        _drawn = false;
    }

    private void Toggle()
    {
        _asTable = !_asTable;
        _drawn = false; // The canvas leaves the page with the chart; it is created again when it comes back.
    }
}
