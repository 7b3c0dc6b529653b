using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace SmartCommunity.Console.Interop;

/// <summary>What a chart draws, apart from its points.</summary>
/// <param name="Unit">Unit of the values as people write it; empty: none.</param>
/// <param name="Decimals">Decimals of a value.</param>
/// <param name="Step">True for values that hold until the next one.</param>
/// <param name="Codes">Number → word, for quantities that are no numbers.</param>
/// <param name="SpanMs">How far back the chart looks, milliseconds.</param>
/// <param name="Zone">Label of the zone the times are in.</param>
internal sealed record ChartOptions(string Unit, int Decimals, bool Step, IReadOnlyDictionary<string, string> Codes, double SpanMs, string Zone);

/// <summary>One chart in the browser. Every call returns false when the browser could not draw: the page then shows the table.</summary>
internal sealed class ChartInterop(IJSRuntime runtime, ILogger logger) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;

    internal async Task<bool> CreateAsync(ElementReference element, ChartOptions options)
    {
        _module ??= await JsSafe.ImportAsync(logger, runtime, "charts.js");
        if (_module is null)
            return false;
        await DropChartAsync();
        return await JsSafe.TryAsync(logger, async () => _chart = await _module.InvokeAsync<IJSObjectReference>("create", element, options));
    }

    internal Task<bool> SetPointsAsync(IReadOnlyList<long> times, IReadOnlyList<double> values) =>
        CallAsync("setPoints", times, values);

    /// <summary>Adds a point and drops those before <paramref name="fromMs"/>.</summary>
    internal Task<bool> AppendAsync(long atMs, double value, long fromMs) => CallAsync("append", atMs, value, fromMs);

    public async ValueTask DisposeAsync()
    {
        await DropChartAsync();
        if (_module is not null)
            await JsSafe.TryAsync(logger, async () => await _module.DisposeAsync());
    }

    private async Task<bool> CallAsync(string method, params object[] arguments) =>
        _chart is not null && await JsSafe.TryAsync(logger, async () => await _chart.InvokeVoidAsync(method, arguments));

    private async Task DropChartAsync()
    {
        if (_chart is null)
            return;
        await CallAsync("dispose");
        await JsSafe.TryAsync(logger, async () => await _chart.DisposeAsync());
        _chart = null;
    }
}
