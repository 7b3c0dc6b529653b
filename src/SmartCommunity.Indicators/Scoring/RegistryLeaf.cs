using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// Facts and records people enter.
/// <list type="bullet">
/// <item>A fact nobody entered: missing, <c>noFact:code</c>.</item>
/// <item>No record of the kind at all: missing, <c>noRecords:kind</c>. Records, but none that meets the conditions: count and sum are a real 0, mean, percentile and greatest are missing (<c>noMatch:kind</c>).</item>
/// <item>A leaf of records is as old as the youngest record of the kind, and inspected when every record that counts is.</item>
/// </list>
/// </summary>
internal static class RegistryLeaf
{
    internal static FormulaResult Fact(string code, EvaluationContext context)
    {
        var bytes = context.Bytes;
        if (!context.Inputs.Facts.TryGetValue(code, out var fact))
        {
            bytes.Byte(0);
            return FormulaResult.Missing($"{MissingReason.NoFact}:{code}");
        }

        bytes.Byte(1);
        bytes.Number(fact.Value);
        bytes.Integer(fact.AsOf.DayNumber);
        bytes.Byte(fact.Inspected ? (byte)1 : (byte)0);
        bytes.Integer(fact.Revision);
        return FormulaResult.Of(fact.Value) with { Origins = OriginOf(fact.Inspected), Registry = LeafAges.Of(ChinaTime.StartMs(fact.AsOf)) };
    }

    /// <summary><c>count</c>: records, or different values of a field.</summary>
    internal static FormulaResult Count(RecordSource source, string? distinctBy, EvaluationContext context)
    {
        var matches = Matches(source, context);
        if (distinctBy is null)
            return Result(source, matches, FormulaResult.Of(matches.Count), context);
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in matches)
        {
            if (TextOf(record, distinctBy) is { } text)
                distinct.Add(text);
        }

        context.Bytes.Integer(distinct.Count);
        return Result(source, matches, FormulaResult.Of(distinct.Count), context);
    }

    internal static FormulaResult Aggregate(AggregateKind kind, RecordSource source, string field, EvaluationContext context)
    {
        var matches = Matches(source, context);
        var values = new List<double>(matches.Count);
        foreach (var record in matches)
        {
            if (!record.Numbers.TryGetValue(field, out var value))
                continue;
            context.Bytes.Number(value);
            values.Add(value);
        }

        var result = values.Count > 0 ? Statistics.Of(kind, values)
            : kind == AggregateKind.Sum ? FormulaResult.Of(0)
            : FormulaResult.Missing($"{MissingReason.NoMatch}:{source.Kind}");
        return Result(source, matches, result, context);
    }

    internal static bool Meets(RecordInput record, RecordSource source, EvaluationContext context)
    {
        if (source.Window is { } window)
        {
            var fromDay = ChinaTime.DayOf(WindowRange.At(window, context.Inputs.InstantMs).FromMs).DayNumber;
            var day = source.DateField is null ? record.AsOf.DayNumber : record.Numbers.GetValueOrDefault(source.DateField, double.NaN);
            if (!(day >= fromDay && day <= context.Today.DayNumber))
                return false;
        }

        return Conditions.Meets(record, source.Where);
    }

    private static List<RecordInput> Matches(RecordSource source, EvaluationContext context)
    {
        var matches = new List<RecordInput>();
        foreach (var record in context.RecordsOf(source.Kind))
        {
            if (Meets(record, source, context))
                matches.Add(record);
        }

        return matches;
    }

    private static FormulaResult Result(RecordSource source, List<RecordInput> matches, FormulaResult result, EvaluationContext context)
    {
        var bytes = context.Bytes;
        bytes.Integer(matches.Count);
        foreach (var record in matches)
        {
            bytes.Text(record.Id);
            bytes.Integer(record.Revision);
        }

        var all = context.RecordsOf(source.Kind);
        if (all.Count == 0)
            return FormulaResult.Missing($"{MissingReason.NoRecords}:{source.Kind}");
        var youngest = all.Max(static r => r.AsOf);
        var isInspected = (matches.Count > 0 ? matches : all).All(static r => r.Inspected);
        bytes.Integer(youngest.DayNumber);
        bytes.Byte(isInspected ? (byte)1 : (byte)0);
        return result with { Origins = OriginOf(isInspected), Registry = LeafAges.Of(ChinaTime.StartMs(youngest)) };
    }

    private static string? TextOf(RecordInput record, string field) =>
        record.Texts.TryGetValue(field, out var text) ? text
        : record.Numbers.TryGetValue(field, out var number) ? number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
        : null;

    private static InputOrigins OriginOf(bool isInspected) => isInspected ? InputOrigins.Inspected : InputOrigins.Declared;
}
