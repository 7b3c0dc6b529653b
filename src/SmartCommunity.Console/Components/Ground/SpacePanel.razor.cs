using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Idle spaces, and a form for one more .</summary>
public sealed partial class SpacePanel
{
    private string _kind = "";
    private string _name = "";
    private string _area = "";
    private string _owner = "";
    private string _longitude = "";
    private string _latitude = "";
    private bool _stateOwned;

    /// <summary>Spaces by id.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, IdleSpace> Spaces { get; set; }

    /// <summary>The policy, for the kinds.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    private async Task SaveAsync()
    {
        if (Number(_area) is not { } area)
            Refuse("space.areaM2", L["ground.noNumber"]);
        else if (Number(_longitude) is not { } longitude || Number(_latitude) is not { } latitude)
            Refuse("longitude", L["ground.noPlace"]);
        else if (await SubmitAsync(new SpaceEntered(Project, NewId("space", Spaces.Keys), new IdleSpace(_kind, _name.Trim(), area, _owner.Trim(), _stateOwned, longitude, latitude))))
            (_name, _area) = ("", "");
    }

    private string NameOf(string kind) => Policy.Resources.SpaceKinds.FirstOrDefault(k => k.Code == kind)?.Name.Here() ?? kind;
}
