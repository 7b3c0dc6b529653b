using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>Which border.</summary>
public enum UnitKind
{
    /// <summary>实施单元: where it is built, what E-01 measures.</summary>
    Implementation,

    /// <summary>规划单元: around it, where services reach in the end .</summary>
    Planning,
}

/// <summary>The border of a project's unit is drawn or imported; again replaces it (E-01).</summary>
/// <param name="Project">The project.</param>
/// <param name="Unit">Which border.</param>
/// <param name="Border">GeoJSON: a Polygon, or a file with one feature that is a polygon.</param>
/// <param name="Source">Where the border is from: a survey, a plan's number, drawn by hand.</param>
public sealed record UnitDrawn(string Project, UnitKind Unit, JsonElement Border, string Source) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in GroundCheck.Project(state, context, Project, On).Concat(Entered.Text("source", Source, Entered.MaxName)))
            yield return refusal;
        if (GroundCheck.Policy(state, context, Project) is not { } policy)
            yield break;
        var faults = new Faults();
        var border = GroundCheck.Border("border", Border, policy.Ground.Box, faults);
        foreach (var refusal in faults.Found.Concat(border is null ? [] : Measures(border, state.Projects[Project].Ground)))
            yield return refusal with { Rules = ["E-01"] };
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        var border = GroundCheck.Border("border", Border, GroundCheck.Anywhere, new Faults());
        return state.With(Project, p => p with { Ground = Unit == UnitKind.Implementation ? p.Ground with { Implementation = border } : p.Ground with { Planning = border } });
    }

    private IEnumerable<Refusal> Measures(Polygon border, ProjectGround ground)
    {
        var area = EqualAreaPlane.AreaHa(border);
        var most = Unit == UnitKind.Implementation ? GroundLimits.ImplementationMaxHa : GroundLimits.PlanningMaxHa;
        if (area < GroundLimits.UnitMinHa || area > most)
        {
            var said = area.ToString("0.00", CultureInfo.InvariantCulture);
            yield return new Refusal("border", new Words($"面积 {said} 公顷，须为 {GroundLimits.UnitMinHa} 至 {most} 公顷。", $"The area is {said} ha; it must be {GroundLimits.UnitMinHa} to {most} ha."));
        }

        var (inner, outer) = Unit == UnitKind.Implementation ? (border, ground.Planning) : (ground.Implementation, border);
        if (inner is not null && outer is not null && inner.Intersection(outer).Area < GroundLimits.PlanningHolds * inner.Area)
            yield return new Refusal("border", new Words("规划单元须包含实施单元；请先调整规划单元。", "The planning unit must hold the implementation unit; redraw the planning unit first, larger."));
    }
}
