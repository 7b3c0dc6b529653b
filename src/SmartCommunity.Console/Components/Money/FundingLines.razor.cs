using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Money;

namespace SmartCommunity.Console.Components.Money;

/// <summary>What pays for a project's costs while it is built; the parts add up to the costs.</summary>
public sealed partial class FundingLines
{
    /// <summary>The sources.</summary>
    [Parameter, EditorRequired]
    public required Funding Funding { get; set; }
}
