using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What is known of a project: planned months, type, listing, due date with its rule, people, passes, readiness with what blocks.</summary>
public sealed partial class ProjectFacts
{
    /// <summary>The project.</summary>
    [Parameter, EditorRequired]
    public required ProjectView View { get; set; }

    /// <summary>How ready its community is; null while it is not scored.</summary>
    [Parameter, EditorRequired]
    public Readiness? Readiness { get; set; }

    /// <summary>The policy it goes by.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    /// <summary>The day dates are judged by.</summary>
    [Parameter, EditorRequired]
    public DateOnly AsOf { get; set; }
}
