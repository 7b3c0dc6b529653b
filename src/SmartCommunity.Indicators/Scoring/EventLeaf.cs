using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// Events over a window.
/// <list type="bullet">
/// <item>No device selected and no event: missing, <c>noDevices</c>. None of the devices ever heard and no event: missing, <c>neverHeard</c>.</item>
/// <item>Devices that speak and raise no event: a count or sum of a real 0; a mean, percentile, greatest or share of no events is missing (<c>noEvents</c>).</item>
/// <item>Silence is information while the devices are there: the leaf is as old as the youngest of its events and of what was last heard of its devices. Coverage: devices heard in the window of those
/// selected.</item>
/// </list>
/// </summary>
internal static class EventLeaf
{
    internal static FormulaResult Count(EventSource source, string? distinctBy, EvaluationContext context) =>
        Of(source, distinctBy, context, totals => FormulaResult.Of(distinctBy is null ? totals.Matched : totals.Distinct));

    internal static FormulaResult Aggregate(AggregateKind kind, EventSource source, string field, EvaluationContext context) => Of(source, field, context, totals =>
    {
        var count = 0L;
        foreach (var (_, times) in totals.Values)
            count += times;
        if (count == 0)
            return kind == AggregateKind.Sum ? FormulaResult.Of(0) : FormulaResult.Missing(MissingReason.NoEvents);
        return Statistics.Of(kind, count, totals.Values);
    });

    /// <summary>Share of decided events that were followed in time.</summary>
    internal static FormulaResult Within(WithinSeconds formula, EvaluationContext context)
    {
        var window = WindowRange.At(formula.First.Window, context.Inputs.InstantMs);
        var fleet = Fleet.Of(formula.First.Devices, window.FromMs, context);
        var totals = context.Inputs.Aggregates.Pairs(formula, window.FromMs, window.ToMs);
        fleet.Write(context.Bytes);
        context.Bytes.Integer(totals.Events);
        context.Bytes.Integer(totals.Followed);
        context.Bytes.Integer(totals.LastAtMs);
        var result = totals.Events == 0 ? FormulaResult.Missing(MissingReason.NoEvents) : FormulaResult.Of((double)totals.Followed / totals.Events);
        return fleet.Stamp(result, Math.Max(totals.LastAtMs, fleet.LastHeardMs), fleet.Count, fleet.HeardInWindow) with { LeastDenominator = totals.Events };
    }

    private static FormulaResult Of(EventSource source, string? field, EvaluationContext context, Func<EventTotals, FormulaResult> value)
    {
        var window = WindowRange.At(source.Window, context.Inputs.InstantMs);
        var fleet = Fleet.Of(source.Devices, window.FromMs, context);
        var totals = context.Inputs.Aggregates.Events(source, field, window.FromMs, window.ToMs);
        var bytes = context.Bytes;
        fleet.Write(bytes);
        bytes.Integer(totals.Count);
        bytes.Integer(totals.Matched);
        bytes.Integer(totals.Distinct);
        bytes.Integer(totals.LastAtMs);
        bytes.Integer(totals.Values.Count);
        foreach (var (number, times) in totals.Values)
        {
            bytes.Number(number);
            bytes.Integer(times);
        }

        var atMs = Math.Max(totals.LastAtMs, fleet.LastHeardMs);
        var result = atMs == 0 ? FormulaResult.Missing(MissingReason.NeverHeard) : value(totals);
        if (atMs == 0 && fleet.Count > 0)
            return result with { Origins = InputOrigins.Live, Expected = fleet.Count, Present = 0 };
        return fleet.Stamp(result, atMs, fleet.Count, fleet.HeardInWindow);
    }
}
