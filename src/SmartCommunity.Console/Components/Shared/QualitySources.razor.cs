using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What raised most, and what is open for more than a day.</summary>
public sealed partial class QualitySources
{
    /// <summary>The busiest sources.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AlertSource> Sources { get; set; }

    /// <summary>Alerts that are open for long.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<StaleAlert> Stale { get; set; }

    /// <summary>What a community is called.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> CommunityOf { get; set; }
}
