using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace SmartCommunity.Console.Interop;

/// <summary>What the chart of an alert's evidence draws.</summary>
/// <param name="Unit">Unit of the values as people write it; empty: none.</param>
/// <param name="Decimals">Decimals of a value.</param>
/// <param name="Step">True for values that hold until the next one.</param>
/// <param name="Codes">Number → word, for quantities that are no numbers.</param>
/// <param name="Zone">Label of the zone the times are in.</param>
/// <param name="Limit">The rule's limit in the curve's unit; null: none.</param>
/// <param name="LimitName">Its label.</param>
/// <param name="MomentMs">When the alert's value was measured, epoch milliseconds.</param>
/// <param name="MomentName">Its label.</param>
/// <param name="Times">Instants of the points, epoch milliseconds.</param>
/// <param name="Values">Their values.</param>
/// <param name="BandTimes">Instants for which something was expected; empty: there is no band.</param>
/// <param name="Lows">Least that was expected.</param>
/// <param name="Highs">Most that was expected.</param>
/// <param name="Medians">The usual value; null: none yet.</param>
internal sealed record AlertChartOptions(
    string Unit, int Decimals, bool Step, IReadOnlyDictionary<string, string> Codes, string Zone, double? Limit, string LimitName, long MomentMs, string MomentName, IReadOnlyList<long> Times,
    IReadOnlyList<double> Values, IReadOnlyList<long> BandTimes, IReadOnlyList<double> Lows, IReadOnlyList<double> Highs, IReadOnlyList<double?> Medians);

/// <summary>The chart of an alert's evidence in the browser. False when it could not be drawn: the page then shows the table.</summary>
internal sealed class AlertChartInterop(IJSRuntime runtime, ILogger logger) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;

    internal async Task<bool> CreateAsync(ElementReference element, AlertChartOptions options)
    {
        _module ??= await JsSafe.ImportAsync(logger, runtime, "alert-chart.js");
        return _module is not null && await JsSafe.TryAsync(logger, async () => _chart = await _module.InvokeAsync<IJSObjectReference>("create", element, options));
    }

    public async ValueTask DisposeAsync()
    {
        if (_chart is not null)
        {
            await JsSafe.TryAsync(logger, async () => await _chart.InvokeVoidAsync("dispose"));
            await JsSafe.TryAsync(logger, async () => await _chart.DisposeAsync());
        }

        if (_module is not null)
            await JsSafe.TryAsync(logger, async () => await _module.DisposeAsync());
    }
}
