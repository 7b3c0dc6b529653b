using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Console.Components.Review;

/// <summary>The challenges of a project: what was doubted, the frozen score with its proof, the unit's answer, and how it ended.</summary>
public sealed partial class ChallengeTable
{
    /// <summary>The project.</summary>
    [Parameter, EditorRequired]
    public required string Project { get; set; }

    /// <summary>The challenges, by number.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Challenge> Challenges { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>The day dates are judged by.</summary>
    [Parameter, EditorRequired]
    public DateOnly AsOf { get; set; }

    // The score page at the instant that was frozen, for everybody who may not have the proof itself.
    private string ScoreOf(Challenge challenge) => $"/communities/{Uri.EscapeDataString(Project)}/score?at={Uri.EscapeDataString(challenge.Frozen.At.ToString("O"))}&measure={Uri.EscapeDataString(challenge.Measure)}";
}
