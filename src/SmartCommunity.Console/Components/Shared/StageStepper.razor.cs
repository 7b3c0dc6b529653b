using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The way of a project from survey to operation: where it stands, what is behind it and when.</summary>
public sealed partial class StageStepper
{
    private static readonly Stage[] Straight =
    [
        Stage.Survey, Stage.Declared, Stage.Plans, Stage.Listed, Stage.Building, Stage.SelfAcceptance, Stage.DistrictReview, Stage.CityAcceptance, Stage.ProvinceAcceptance, Stage.Named, Stage.Operating,
    ];

    /// <summary>The project's way so far.</summary>
    [Parameter, EditorRequired]
    public required ProjectProcess Process { get; set; }

    private bool Reached(Stage stage) => stage == Stage.Survey || Process.Marks.Any(m => m.Stage == stage);
}
