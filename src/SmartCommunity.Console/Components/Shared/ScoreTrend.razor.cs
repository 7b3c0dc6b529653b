using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>How a total moved since the one recorded a day before: direction by a sign, size in points.</summary>
public sealed partial class ScoreTrend
{
    private const double Least = 0.05; // Half of the last decimal shown.

    /// <summary>The total now, 0 to 100.</summary>
    [Parameter, EditorRequired]
    public double Now { get; set; }

    /// <summary>The total then; null: none was recorded.</summary>
    [Parameter, EditorRequired]
    public double? Then { get; set; }

    private double? Change => Then is { } then ? Now - then : null;

    private string Spoken => Change is { } change
        ? L[change >= Least ? "trend.up" : change <= -Least ? "trend.down" : "trend.same", ScoreText.Total(Math.Abs(change)), ScoreText.Total(Then!.Value)].Value
        : "";

    private static string Arrow(double change) => change >= Least ? "▲" : change <= -Least ? "▼" : "＝";
}
