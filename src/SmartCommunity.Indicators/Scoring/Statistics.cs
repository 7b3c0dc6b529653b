using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>Sum, mean, 90th percentile and greatest of numbers, whatever their order.</summary>
internal static class Statistics
{
    // Nearest rank in whole numbers: the value at place ceil(9 n / 10), counted from 1.
    private const int P90Numerator = 9;
    private const int P90Denominator = 10;

    internal static FormulaResult Of(AggregateKind kind, List<double> values)
    {
        values.Sort();
        return Of(kind, values.Count, values.Select(static v => (v, 1L)));
    }

    /// <summary>Of numbers in ascending order, each with how often it comes; at least one.</summary>
    internal static FormulaResult Of(AggregateKind kind, long count, IEnumerable<(double Value, long Count)> ascending)
    {
        switch (kind)
        {
            case AggregateKind.Sum or AggregateKind.Avg:
                var sum = new ExactSum();
                foreach (var (value, times) in ascending)
                    sum.Add(value, times);
                if (sum.IsOutOfRange)
                    return FormulaResult.Missing(MissingReason.NotANumber);
                return FormulaResult.Of(kind == AggregateKind.Sum ? sum.Value : sum.Value / count);
            case AggregateKind.P90:
                return FormulaResult.Of(AtRank(((count * P90Numerator) + P90Denominator - 1) / P90Denominator, ascending));
            case AggregateKind.Max:
                return FormulaResult.Of(AtRank(count, ascending));
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such aggregate.");
        }
    }

    private static double AtRank(long rank, IEnumerable<(double Value, long Count)> ascending)
    {
        var seen = 0L;
        var last = double.NaN;
        foreach (var (value, count) in ascending)
        {
            last = value;
            seen += count;
            if (seen >= rank)
                break;
        }

        return last;
    }
}
