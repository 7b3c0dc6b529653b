using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Indicators.Explaining;

/// <summary>A formula as a tree of values and as an equation, in both languages.</summary>
internal sealed class FormulaTree(FormulaLabels labels, EvaluationContext context)
{
    /// <summary>Inputs listed of one leaf at most; the tree says how many there are.</summary>
    internal const int MaxInputs = 1000;

    internal FormulaValue Of(Formula formula)
    {
        var result = FormulaEvaluator.Evaluate(formula, context);
        var inputs = InputListing.Of(formula, context);
        var window = WindowOf(formula) is { } span ? WindowRange.At(span, context.Inputs.InstantMs) : default;
        return new FormulaValue(
            FormulaLabels.OperatorOf(formula), labels.LabelOf(formula), result.Value, labels.UnitOf(formula), result.Reason, window.FromMs, window.ToMs, result.Expected, result.Present,
            inputs.Count > MaxInputs ? inputs[..MaxInputs] : inputs, inputs.Count, [.. formula.Parts.Select(Of)]);
    }

    /// <summary>The right-hand side of the equation.</summary>
    internal static BilingualText Equation(Formula formula, FormulaValue value)
    {
        var parts = formula.Parts.Select((part, i) => Equation(part, value.Parts[i])).ToList();
        return formula switch
        {
            Constant => value.Label,
            Ratio ratio => Of($"({{0}}) / ({{1}}){(ratio.Times == 1 ? "" : " × " + Words.Number(ratio.Times))}", parts),
            Arithmetic { Kind: ArithmeticKind.Min or ArithmeticKind.Max } arithmetic => Prefix(arithmetic.Kind == ArithmeticKind.Min ? "min(" : "max(", Words.Join(parts, "，", ", "), ")"),
            Arithmetic arithmetic => Words.Join(parts.Select(static p => Prefix("(", p, ")")), Sign(arithmetic.Kind), Sign(arithmetic.Kind)),
            Comparison comparison => Of($"[{{0}} {Words.Sign(comparison.Op)} {Words.Number(comparison.Right)}]", parts),
            DegreeDaySaving saving => Of(
                $"(B·f − A) / (B·f), A = {{0}}, B = {{1}}, D₀ = {{2}}, f = 1 − {Words.Number(saving.WeatherShare)} + {Words.Number(saving.WeatherShare)}·D/D₀", parts),
            _ => Leaf(value),
        };
    }

    private static BilingualText Leaf(FormulaValue value)
    {
        var number = value.Value is { } v ? Words.Number(v) : "?";
        return new BilingualText($"{number} {value.Label.Zh}", $"{number} {value.Label.En}");
    }

    private static BilingualText Of(string pattern, List<BilingualText> parts) => new(Fill(pattern, parts.Select(static p => p.Zh)), Fill(pattern, parts.Select(static p => p.En)));

    // Labels may hold braces (counted units), so string.Format will not do.
    private static string Fill(string pattern, IEnumerable<string> parts)
    {
        var pieces = parts.ToList();
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '{' && i + 2 < pattern.Length && pattern[i + 2] == '}')
            {
                text.Append(pieces[pattern[i + 1] - '0']);
                i += 2;
            }
            else
            {
                text.Append(pattern[i]);
            }
        }

        return text.ToString();
    }

    private static BilingualText Prefix(string before, BilingualText text, string after) => new(before + text.Zh + after, before + text.En + after);

    private static string Sign(ArithmeticKind kind) => kind switch
    {
        ArithmeticKind.Add => " + ",
        ArithmeticKind.Subtract => " − ",
        _ => " × ",
    };

    private static WindowSpan? WindowOf(Formula formula) => formula switch
    {
        EvidenceCount evidence => evidence.Within,
        Count count => WindowOf(count.Source),
        Aggregate aggregate => WindowOf(aggregate.Source),
        DistinctSubjects distinct => distinct.Source.Window,
        RegisterDelta delta => delta.Window,
        Uptime uptime => uptime.Window,
        WithinSeconds within => within.First.Window,
        DegreeDaySaving saving => saving.Window,
        _ => null,
    };

    private static WindowSpan? WindowOf(Source source) => source switch
    {
        SampleSource samples => samples.Window,
        EventSource events => events.Window,
        RecordSource records => records.Window,
        _ => null,
    };
}
