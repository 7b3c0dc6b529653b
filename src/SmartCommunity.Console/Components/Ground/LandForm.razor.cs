using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>What the land of a new building project was given under (F-02).</summary>
public sealed partial class LandForm
{
    private string _floor = "";
    private string _business = "";
    private string _document = "";
    private string _conditions = "";

    /// <summary>What is recorded; null: nothing.</summary>
    [Parameter]
    public LandConditions? Land { get; set; }

    private async Task SaveAsync()
    {
        if (Number(_floor) is not { } floor || Number(_business) is not { } business)
            Refuse("land.floorM2", L["ground.noNumber"]);
        else
            await SubmitAsync(new LandConditionsRecorded(Project, new LandConditions(floor, business, _document.Trim(), _conditions.Trim())));
    }
}
