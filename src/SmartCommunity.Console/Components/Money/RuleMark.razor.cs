using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Money;

/// <summary>A rule's id, which opens into what the document says and how it is read.</summary>
public sealed partial class RuleMark
{
    /// <summary>The rule's id.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The policy it stands in.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    private PolicyRule Rule => Policy.Rule(Id);
}
