using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The shares of the scenarios that count, as a radar.</summary>
public sealed partial class ScoreRadar
{
    private static readonly double[] _rings = [0.25, 0.5, 0.75, 1]; // Quarters of full value.

    /// <summary>The score.</summary>
    [Parameter, EditorRequired]
    public required CommunityScore Score { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    private static string Centre => Radar.Centre.ToString(CultureInfo.InvariantCulture);

    private List<ScenarioScore> Shown => [.. Score.Scenarios.Where(static s => s.IsStandard || s.IsClaimed)];

    private string Spoken => string.Join(", ", Shown.Select(s => $"{Words.Scenario(s.Code)} {ScoreText.Percent(s.Share)}"));
}
