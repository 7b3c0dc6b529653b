using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>State-owned rooms that projects have asked for (P-03), and where each request stands; each leads to where the opinion is given and the decision entered.</summary>
public sealed partial class LeaseTable
{
    /// <summary>The requests with their projects.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<(ProjectState Project, Lease Lease)> Leases { get; set; }

    /// <summary>The policy, for the kinds of facility.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    private static Condition ConditionOf(LeaseStage stage) => stage switch
    {
        LeaseStage.Granted => Condition.Normal,
        LeaseStage.Refused => Condition.Alarm,
        _ => Condition.Warning,
    };
}
