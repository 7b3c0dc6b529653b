using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// What an alert rests on: in words, and, where it is a measured quantity, the curve around the moment with the limit. A browser that cannot draw gets the table. Keyed by alert.
/// </summary>
public sealed partial class AlertEvidence : IAsyncDisposable
{
    /// <summary>Two points for each pixel column of the panel, rounded up.</summary>
    private const int MaxPoints = 600;

    /// <summary>Before the moment: how the value came there, and what is usual at that hour.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(3);

    /// <summary>After it: whether it went on.</summary>
    private static readonly TimeSpan After = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _leaving = new();
    private Loader<Evidence> _series = null!;
    private AlertChartInterop? _chart;
    private ElementReference _element;
    private bool _noChart;
    private bool _drawn;

    [Inject] public required SeriesQueries Series { get; init; }
    [Inject] public required ExpectedQueries Expected { get; init; }
    [Inject] public required IJSRuntime Browser { get; init; }
    [Inject] public required ILogger<AlertEvidence> Logger { get; init; }

    /// <summary>The alert.</summary>
    [Parameter, EditorRequired]
    public required AlertView Alert { get; set; }

    private Quantity? Known => Alert.Device.Length > 0 && Alert.Reason is { } reason ? QuantityCatalogue.Default.Find(reason.Quantity) : null;

    private string Unit => Known is null ? "" : _series.Value is { IsPerHour: true } ? L["alerts.perHour", ValueText.Unit(Known)] : ValueText.Unit(Known);

    private string Title => Known is { } known ? L["alerts.evidenceOf", Languages.Pick(known.Zh, known.En), Sentence] : Sentence;

    private string Sentence => Alert.Reason is { } reason
        ? AlertText.Why(reason, L)
        : L["alerts.evidenceEvent", L.Code("event", Alert.EventType), Alert.Device, Times.Full(Alert.RaisedAt)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_chart is not null)
            await _chart.DisposeAsync();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _series = new Loader<Evidence>(Logger);
        return LoadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_drawn || _noChart || Known is not { } known || Alert.Reason is not { } reason || _series.Value is not { Points: { Count: > 0 } points } evidence)
            return;
        _drawn = true;
        _chart ??= new AlertChartInterop(Browser, Logger);
        // A rate or a length of time has a limit in another unit than the curve: there is no line for it.
        var isLevel = evidence.IsPerHour || reason.Measures is "value" or "expected";
        var options = new AlertChartOptions(
            Unit, known.Decimals, known.Kind != QuantityKind.Number, ValueText.CodeNames(known, L), Times.Zone, isLevel ? reason.Limit : null, L["alerts.limit"],
            reason.At.ToUnixTimeMilliseconds(), L["alerts.moment"], [.. points.Select(static p => p.At.ToUnixTimeMilliseconds())], [.. points.Select(static p => p.Value)],
            [.. evidence.Band.Select(static b => b.At.ToUnixTimeMilliseconds())], [.. evidence.Band.Select(static b => b.Low!.Value)], [.. evidence.Band.Select(static b => b.High!.Value)], [.. evidence.Band.Select(static b => b.Median)]);
        if (await _chart.CreateAsync(_element, options))
            return;
        _noChart = !_leaving.IsCancellationRequested;
        StateHasChanged();
    }

    private Task LoadAsync()
    {
        if (Known is not { } known || Alert.Reason is not { } reason)
            return Task.CompletedTask;
        return _series.LoadAsync(
            async stop =>
            {
                var (from, to) = (reason.At - Before, reason.At + After);
                var expected = Expected.Find(Alert.Device, known.Name, from, to).Value;
                var isOfModel = reason.Measures is "expected" or "expectedPerHour";
                var band = (expected?.Points ?? []).Select(p => isOfModel ? p with { Median = p.Model?.Expected, Low = p.Model?.Low, High = p.Model?.High } : p).Where(static p => p is { Low: not null, High: not null }).ToList();
                // Detectors look at the use an hour of a register: that is the curve to show, not the register.
                if (reason.Measures is "perHour" or "expectedPerHour" && expected is { IsPerHour: true, Points.Count: > 0 })
                    return new Evidence([.. expected.Points.Select(static p => (p.At, p.Value))], band, IsPerHour: true);
                var range = await Series.RangeAsync(Alert.Device, known.Name, from, to, Downsampling.MinMax, MaxPoints, stop);
                return new Evidence([.. (range.Value?.Points ?? []).Select(static p => (p.At, p.Value))], expected?.IsPerHour == true ? [] : band, IsPerHour: false);
            },
            _leaving.Token);
    }

    /// <summary>The curve around the moment.</summary>
    /// <param name="Points">Measured, or the use an hour.</param>
    /// <param name="Band">What detectors expected; empty: they do not look at it.</param>
    /// <param name="IsPerHour">The points are the use an hour.</param>
    private sealed record Evidence(IReadOnlyList<(DateTimeOffset At, double Value)> Points, IReadOnlyList<ExpectedPoint> Band, bool IsPerHour);
}
