using System.Text;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Explaining;

/// <summary>An explanation as plain text, for <c>smartcommunity explain</c>. The same in every culture.</summary>
public static class ExplanationText
{
    private const string Indent = "  ";

    /// <summary>The text, one node of the formula a line, with at most <paramref name="maxInputs"/> inputs under each leaf.</summary>
    public static string Of(Measure measure, MeasureExplanation explanation, bool isChinese, int maxInputs)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentOutOfRangeException.ThrowIfNegative(maxInputs);
        var text = new StringBuilder();
        var score = explanation.Measure;
        Line(text, 0, $"{measure.Id} {Pick(measure.Title, isChinese)}");
        Line(text, 1, Pick(measure.FormulaText, isChinese));
        Line(text, 1, isChinese ? explanation.EquationZh : explanation.Equation);
        Line(text, 1, isChinese ? explanation.ShareEquationZh : explanation.ShareEquation);
        Line(text, 1, Facts(score, isChinese));
        if (!explanation.IsHidden)
            Node(text, 1, explanation.Root, isChinese, maxInputs);
        return text.ToString();
    }

    private static string Facts(MeasureScore score, bool isChinese)
    {
        var asOf = score.AsOfMs == 0 ? "–" : ChinaTime.Format(score.AsOfMs);
        var coverage = score.Coverage is { } share ? Words.Number(share) : "–";
        return isChinese
            ? $"状态 {score.State}，来源 {score.Badge}，时间 {asOf}，覆盖率 {coverage}，失分 {Words.Number(score.PointsLost)}"
            : $"state {score.State}, badge {score.Badge}, as of {asOf}, coverage {coverage}, points lost {Words.Number(score.PointsLost)}";
    }

    private static void Node(StringBuilder text, int depth, FormulaValue node, bool isChinese, int maxInputs)
    {
        var value = node.Value is { } number ? Words.Number(number) : $"? ({Pick(Words.Reason(node.Reason), isChinese)})";
        var unit = node.Unit is "" or "1" ? "" : " " + node.Unit;
        var window = node.ToMs == 0 ? "" : $" [{ChinaTime.Format(node.FromMs)}, {ChinaTime.Format(node.ToMs)})";
        var present = node.Expected is { } expected ? $" {Words.Number(node.Present ?? 0)}/{Words.Number(expected)}" : "";
        Line(text, depth, $"{node.Operator} = {value}{unit}: {Pick(node.Label, isChinese)}{window}{present}");
        foreach (var input in node.Inputs.Take(maxInputs))
            Line(text, depth + 1, Input(input));
        if (node.InputCount > Math.Min(maxInputs, node.Inputs.Count))
            Line(text, depth + 1, isChinese ? $"… 共 {node.InputCount} 项" : $"… {node.InputCount} inputs");
        foreach (var part in node.Parts)
            Node(text, depth + 1, part, isChinese, maxInputs);
    }

    private static string Input(InputReference input)
    {
        var value = input.Value is { } number ? Words.Number(number) : "–";
        var atMs = input.AtMs == 0 ? "–" : ChinaTime.Format(input.AtMs);
        return $"{(input.Counted ? '+' : '-')} {input.Kind} {input.Id} {input.Quantity} {value} {atMs} {input.Note}".TrimEnd();
    }

    private static string Pick(BilingualText text, bool isChinese) => isChinese ? text.Zh : text.En;

    private static void Line(StringBuilder text, int depth, string line)
    {
        for (var i = 0; i < depth; i++)
            text.Append(Indent);
        // Not AppendLine: the text is the same on every system.
        text.Append(line).Append('\n');
    }
}
