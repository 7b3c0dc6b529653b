using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// A formula over a community's inputs. Pure and deterministic: sums are exact, everything else is in the formula's order, and no text is parsed or formatted.
/// <para>What is missing: see <see cref="DeviceLeaf"/>, <see cref="HistoryLeaf"/>, <see cref="EventLeaf"/>, <see cref="RegistryLeaf"/>, <see cref="EvidenceLeaf"/> and <see cref="DegreeDays"/> for leaves.
/// A formula that combines others is missing when one of its parts is, with the reason of the first such part; a ratio also when its denominator is 0.</para>
/// </summary>
public static class FormulaEvaluator
{
    /// <summary>Its value, or why there is none. Writes what the leaves read to the context's canonical bytes.</summary>
    public static FormulaResult Evaluate(Formula formula, EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(context);
        return formula switch
        {
            Constant constant => FormulaResult.Of(constant.Value),
            RegistryValue registry => RegistryLeaf.Fact(registry.Fact, context),
            EvidenceCount evidence => EvidenceLeaf.Count(evidence, context),
            EvidenceScore evidence => EvidenceLeaf.Score(evidence, context),
            Count count => CountOf(count, context),
            Aggregate aggregate => AggregateOf(aggregate, context),
            DistinctSubjects distinct => EventLeaf.Count(distinct.Source, distinct.Field, context),
            RegisterDelta delta => HistoryLeaf.Delta(delta, context),
            Uptime uptime => HistoryLeaf.Uptime(uptime, context),
            WithinSeconds within => EventLeaf.Within(within, context),
            DegreeDaySaving saving => DegreeDays.Saving(saving, context, part => Evaluate(part, context)),
            Ratio ratio => RatioOf(ratio, context),
            Arithmetic arithmetic => ArithmeticOf(arithmetic, context),
            Comparison comparison => ComparisonOf(comparison, context),
            _ => throw new ArgumentOutOfRangeException(nameof(formula), formula.GetType().Name, "No such operator."),
        };
    }

    private static FormulaResult CountOf(Count count, EvaluationContext context) => count.Source switch
    {
        DeviceSource devices => DeviceLeaf.Count(devices, count.DistinctBy, context),
        RecordSource records => RegistryLeaf.Count(records, count.DistinctBy, context),
        EventSource events => EventLeaf.Count(events, count.DistinctBy, context),
        SampleSource samples when count.DistinctBy is null => HistoryLeaf.Count(samples, context),
        _ => FormulaResult.Missing(MissingReason.Unsupported),
    };

    private static FormulaResult AggregateOf(Aggregate aggregate, EvaluationContext context) => aggregate.Source switch
    {
        DeviceSource devices => DeviceLeaf.Aggregate(aggregate.Kind, devices, aggregate.Field, context),
        RecordSource records => RegistryLeaf.Aggregate(aggregate.Kind, records, aggregate.Field, context),
        EventSource events => EventLeaf.Aggregate(aggregate.Kind, events, aggregate.Field, context),
        SampleSource samples => HistoryLeaf.Aggregate(aggregate.Kind, samples, context),
        _ => FormulaResult.Missing(MissingReason.Unsupported),
    };

    // Multiplied before it is divided: 29 × 100 / 100 is 29, but 29 / 100 × 100 is 28.999999999999996 and would miss a full value of 29.
    private static FormulaResult RatioOf(Ratio ratio, EvaluationContext context)
    {
        var numerator = Evaluate(ratio.Numerator, context);
        var denominator = Evaluate(ratio.Denominator, context);
        var joined = numerator.Joined(denominator);
        joined = joined with { LeastDenominator = FormulaResult.Least(joined.LeastDenominator, denominator.Value) };
        if (numerator.Value is not { } above)
            return joined.WithValueOf(numerator);
        if (denominator.Value is not { } below)
            return joined.WithValueOf(denominator);
        return joined.WithValueOf(below == 0 ? FormulaResult.Missing(MissingReason.DenominatorZero) : FormulaResult.Of(above * ratio.Times / below));
    }

    private static FormulaResult ArithmeticOf(Arithmetic arithmetic, EvaluationContext context)
    {
        if (arithmetic.Operands.Count == 0)
            return FormulaResult.Missing(MissingReason.Unsupported);
        var joined = Evaluate(arithmetic.Operands[0], context);
        for (var i = 1; i < arithmetic.Operands.Count; i++)
        {
            var operand = Evaluate(arithmetic.Operands[i], context);
            var both = joined.Joined(operand);
            joined = joined.Value is not { } left ? both
                : operand.Value is not { } right ? both.WithValueOf(operand)
                : both.WithValueOf(FormulaResult.Of(Combine(arithmetic.Kind, left, right)));
        }

        return joined;
    }

    private static double Combine(ArithmeticKind kind, double left, double right) => kind switch
    {
        ArithmeticKind.Add => left + right,
        ArithmeticKind.Subtract => left - right,
        ArithmeticKind.Multiply => left * right,
        ArithmeticKind.Min => Math.Min(left, right),
        ArithmeticKind.Max => Math.Max(left, right),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such arithmetic."),
    };

    private static FormulaResult ComparisonOf(Comparison comparison, EvaluationContext context)
    {
        var left = Evaluate(comparison.Left, context);
        return left.Value is { } value ? left.WithValueOf(FormulaResult.Of(Conditions.Compare(value, comparison.Op, comparison.Right) ? 1 : 0)) : left;
    }
}
