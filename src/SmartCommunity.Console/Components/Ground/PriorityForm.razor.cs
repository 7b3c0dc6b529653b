using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>What a new-build candidate is preferred by, one value at a time (E-06).</summary>
public sealed partial class PriorityForm
{
    private string _priority = "";
    private string _value = "";
    private string _source = "";

    /// <summary>Values given so far.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, PriorityInput> Given { get; set; }

    /// <summary>The policy, for the headings.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    private async Task SaveAsync()
    {
        if (Number(_value) is not { } value)
            Refuse("value", L["ground.noNumber"]);
        else if (await SubmitAsync(new PriorityAssessed(Project, _priority, value, _source)))
            (_value, _source) = ("", "");
    }
}
