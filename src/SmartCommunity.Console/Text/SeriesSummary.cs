using Microsoft.Extensions.Localization;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>A series in one sentence, for those who do not see the chart: how many points, over which time, lowest, highest, last. Pure.</summary>
internal static class SeriesSummary
{
    internal static string Of(IReadOnlyList<PointView> points, Quantity? quantity, IStringLocalizer words)
    {
        if (points.Count == 0)
            return words["chart.summaryNone"];
        var last = points[^1];
        var from = Times.Full(points[0].At);
        var to = $"{Times.Full(last.At)} {Times.Zone}";
        if (quantity is { Kind: not QuantityKind.Number })
            return words["chart.summaryStates", ValueText.Count(points.Count), from, to, Written(last.Value)];
        return words[
            "chart.summary", ValueText.Count(points.Count), from, to,
            Written(points.Min(p => p.Value)), Written(points.Max(p => p.Value)), Written(last.Value)];

        string Written(double value) => ValueText.WithUnit(quantity, value, words);
    }
}
