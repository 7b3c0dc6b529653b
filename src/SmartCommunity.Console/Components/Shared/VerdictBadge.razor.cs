using Microsoft.AspNetCore.Components;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What the points say, in a word with its shape.</summary>
public sealed partial class VerdictBadge
{
    /// <summary>The verdict.</summary>
    [Parameter, EditorRequired]
    public Verdict Verdict { get; set; }
}
