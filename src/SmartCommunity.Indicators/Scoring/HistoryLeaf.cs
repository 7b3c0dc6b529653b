using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// Measurements over a window.
/// <list type="bullet">
/// <item>No device selected and nothing in the window: missing, <c>noDevices</c>. No measurement in the window: missing, <c>noSamples</c>.</item>
/// <item>A sum of measurements none of which meets the conditions, a count of them: a real 0; their mean: missing.</item>
/// <item>The leaf is as old as its youngest measurement; one that looks at some hours of the day only, as what its devices last said at any hour: a night does not make office hours stale. Coverage: measurements over those expected (window over report interval, for each device); of a register, devices whose consumption covers the whole
/// window; of uptime, time known over time expected.</item>
/// </list>
/// </summary>
internal static class HistoryLeaf
{
    internal static FormulaResult Count(SampleSource source, EvaluationContext context) =>
        OfSamples(source, context, static totals => FormulaResult.Of(totals.Matched));

    internal static FormulaResult Aggregate(AggregateKind kind, SampleSource source, EvaluationContext context) => OfSamples(source, context, totals => kind switch
    {
        AggregateKind.Sum => FormulaResult.Of(totals.Sum),
        AggregateKind.Avg => totals.Matched == 0 ? FormulaResult.Missing(MissingReason.NoSamples) : FormulaResult.Of(totals.Sum / totals.Matched),
        // Single measurements are not kept, so neither a percentile nor the greatest of them can be had.
        _ => FormulaResult.Missing(MissingReason.Unsupported),
    });

    internal static FormulaResult Delta(RegisterDelta formula, EvaluationContext context)
    {
        var window = WindowRange.At(formula.Window, context.Inputs.InstantMs);
        var fleet = Fleet.Of(formula.Devices, window.FromMs, context);
        var deltas = context.Inputs.Aggregates.Deltas(formula, window.FromMs, window.ToMs);
        var sum = new ExactSum();
        var whole = 0;
        var lastMs = 0L;
        foreach (var delta in deltas)
        {
            sum.Add(delta.Delta);
            whole += delta.IsWhole ? 1 : 0;
            lastMs = Math.Max(lastMs, delta.LastAtMs);
        }

        fleet.Write(context.Bytes);
        context.Bytes.Integer(deltas.Count);
        context.Bytes.Integer(whole);
        context.Bytes.Number(sum.Value);
        context.Bytes.Integer(lastMs);
        var result = deltas.Count == 0 ? FormulaResult.Missing(MissingReason.NoSamples)
            : sum.IsOutOfRange ? FormulaResult.Missing(MissingReason.NotANumber)
            : FormulaResult.Of(sum.Value);
        return fleet.Stamp(result, lastMs, Math.Max(fleet.Count, deltas.Count), whole);
    }

    /// <summary>Time in the state over time expected (0–1), over all devices; as hours, those of the device that was longest in the state: a room with two doors is open while one of them is.</summary>
    internal static FormulaResult Uptime(Uptime formula, EvaluationContext context)
    {
        var window = WindowRange.At(formula.Window, context.Inputs.InstantMs);
        var fleet = Fleet.Of(formula.Devices, window.FromMs, context);
        var (_, inState, known, expected, longest, lastMs) = context.Inputs.Aggregates.TotalUptime(formula, window.FromMs, window.ToMs);
        fleet.Write(context.Bytes);
        foreach (var part in (ReadOnlySpan<long>)[inState, known, expected, longest, lastMs])
            context.Bytes.Integer(part);
        var result = expected == 0 || known == 0 ? FormulaResult.Missing(MissingReason.NoSamples)
            : FormulaResult.Of(formula.AsHours ? longest / MsPerHour : (double)inState / expected);
        return fleet.Stamp(result, AsOf(lastMs, formula.Hours, fleet), expected / MsPerHour, known / MsPerHour);
    }

    private const double MsPerHour = 3_600_000;

    private static FormulaResult OfSamples(SampleSource source, EvaluationContext context, Func<SampleTotals, FormulaResult> value)
    {
        var window = WindowRange.At(source.Window, context.Inputs.InstantMs);
        var fleet = Fleet.Of(source.Devices, window.FromMs, context);
        var totals = context.Inputs.Aggregates.Samples(source, window.FromMs, window.ToMs);
        var result = totals.Count == 0 ? FormulaResult.Missing(MissingReason.NoSamples) : value(totals);
        fleet.Write(context.Bytes);
        context.Bytes.Integer(totals.Count);
        context.Bytes.Integer(totals.Matched);
        context.Bytes.Number(totals.Sum);
        context.Bytes.Integer(totals.LastAtMs);
        context.Bytes.Integer(totals.Devices);
        var expected = fleet.Count == 0 ? 0 : ExpectedSamples(source, window, context);
        return fleet.Stamp(result, AsOf(totals.LastAtMs, source.Hours, fleet), expected, Math.Min(totals.Count, expected));
    }

    private static long AsOf(long lastMs, DailyHours? hours, Fleet fleet) => hours is null ? lastMs : Math.Max(lastMs, fleet.LastHeardMs);

    private static double ExpectedSamples(SampleSource source, WindowRange window, EvaluationContext context)
    {
        var lengthMs = window.LengthMs(source.Hours);
        var expected = 0L;
        foreach (var device in context.Select(source.Devices).Devices)
            expected += lengthMs / (long)device.Class.ReportInterval.TotalMilliseconds;
        return expected;
    }
}
