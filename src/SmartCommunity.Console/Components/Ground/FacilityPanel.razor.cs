using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Service places in and around the unit, and a form for one more.</summary>
public sealed partial class FacilityPanel
{
    private string _kind = "";
    private string _name = "";
    private string _area = "";
    private string _hours = "";
    private string _longitude = "";
    private string _latitude = "";

    /// <summary>Those entered, by id.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, Facility> Facilities { get; set; }

    /// <summary>The policy, for the kinds.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    private async Task SaveAsync()
    {
        if (Number(_longitude) is not { } longitude || Number(_latitude) is not { } latitude)
        {
            Refuse("longitude", L["ground.noPlace"]);
            return;
        }

        var facility = new Facility(_kind, _name.Trim(), Number(_area), longitude, latitude, _hours.Trim() is { Length: > 0 } hours ? hours : null);
        if (await SubmitAsync(new FacilityEntered(Project, NewId(_kind, Facilities.Keys), facility)))
            (_name, _area, _hours) = ("", "", "");
    }
}
