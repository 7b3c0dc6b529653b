using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Says what buildings are and how many homes they have, several at once (E-03).</summary>
public sealed partial class BuildingForm
{
    private string[] _codes = [];
    private string _type = "";
    private string _dwellings = "";

    /// <summary>The buildings imported.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Building> Buildings { get; set; }

    /// <summary>The policy, for the types.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    private async Task SaveAsync()
    {
        if (await SubmitAsync(new BuildingsTyped(Project, _codes, _type, (int?)Number(_dwellings))))
            _codes = [];
    }
}
