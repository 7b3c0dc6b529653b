using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Why an act was refused: each field, in words, with the rules that say so and, on hover, their quotes.</summary>
public sealed partial class RefusalList
{
    /// <summary>The refusals; nothing is shown when there are none.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Refusal> Refusals { get; set; } = [];

    /// <summary>The policy whose rules are named.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    private string Quote(string rule) => Policy.Rules.FirstOrDefault(r => r.Id == rule)?.Quote ?? rule;

    // A part of a list is named by its list: findings[0].due by findings.
    private string FieldName(string field)
    {
        var name = L[$"actField.{field.Split('[', '.')[0]}"];
        return name.ResourceNotFound ? field : name.Value;
    }
}
