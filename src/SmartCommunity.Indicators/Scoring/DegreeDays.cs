using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// Saving against a baseline year, adjusted for weather: <c>(B·f − A) / (B·f)</c> with <c>f = 1 − w + w·D/D₀</c>.
/// </summary>
/// <remarks>
/// D sums over the days of the window <c>max(0, heatingBase − mean) + max(0, mean − coolingBase)</c>; days without an outdoor temperature count as the mean of the others, so a gap in the weather is not a mild
/// winter. Without any: missing, <c>noOutdoor</c>. D₀ or B·f of 0: missing, <c>denominatorZero</c>.
/// <para>Example: B = 100,000 kWh, D₀ = 2,000, w = 0.4, two days of means 0 and 30 °C with bases 18 and 26 give D = 18 + 4 = 22; with a D₀ of 20 f = 0.6 + 0.4·1.1 = 1.04, and A = 93,600 is a saving of 0.1.</para>
/// </remarks>
internal static class DegreeDays
{
    internal const string Temperature = "temp";

    internal static FormulaResult Saving(DegreeDaySaving formula, EvaluationContext context, Func<Formula, FormulaResult> evaluate)
    {
        var actual = evaluate(formula.Actual);
        var baseline = evaluate(formula.Baseline);
        var baselineDays = evaluate(formula.BaselineDegreeDays);
        var outdoor = Outdoor(formula, context);
        var joined = actual.Joined(baseline).Joined(baselineDays).Joined(outdoor);
        foreach (var part in (ReadOnlySpan<FormulaResult>)[actual, baseline, baselineDays, outdoor])
        {
            if (part.Value is null)
                return joined.WithValueOf(part);
        }

        if (baselineDays.Value == 0)
            return joined.WithValueOf(FormulaResult.Missing(MissingReason.DenominatorZero));
        var factor = 1 - formula.WeatherShare + (formula.WeatherShare * outdoor.Value!.Value / baselineDays.Value!.Value);
        var expected = baseline.Value!.Value * factor;
        return joined.WithValueOf(expected == 0 ? FormulaResult.Missing(MissingReason.DenominatorZero) : FormulaResult.Of((expected - actual.Value!.Value) / expected));
    }

    /// <summary>Degree days of the window, scaled to all of its days.</summary>
    internal static FormulaResult Outdoor(DegreeDaySaving formula, EvaluationContext context)
    {
        var window = WindowRange.At(formula.Window, context.Inputs.InstantMs);
        var fleet = Fleet.Of(formula.Outdoor, window.FromMs, context);
        var means = context.Inputs.Aggregates.DailyMeans(formula.Outdoor, Temperature, window.FromMs, window.ToMs);
        fleet.Write(context.Bytes);
        context.Bytes.Integer(means.Count);
        var sum = new ExactSum();
        foreach (var (day, mean) in means)
        {
            context.Bytes.Integer(day.DayNumber);
            context.Bytes.Number(mean);
            sum.Add(Math.Max(0, formula.BaseHeatingCel - mean) + Math.Max(0, mean - formula.BaseCoolingCel));
        }

        if (means.Count == 0)
            return FormulaResult.Missing(MissingReason.NoOutdoor) with { Origins = InputOrigins.Live, Expected = fleet.Count, Present = 0 };
        var days = (context.Today.DayNumber - ChinaTime.DayOf(window.FromMs).DayNumber) + 1;
        // The weather's day began at its midnight; the leaf must not be older than the day it covers.
        var atMs = Math.Max(fleet.LastHeardMs, ChinaTime.StartMs(means[^1].Day));
        return fleet.Stamp(FormulaResult.Of(sum.Value * days / means.Count), atMs, days, means.Count);
    }
}
