using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>What a shape of a picture shows.</summary>
public enum PictureLayer
{
    /// <summary>规划单元.</summary>
    Planning,

    /// <summary>A governance unit the unit lies in (E-02).</summary>
    Governance,

    /// <summary>A community's area the unit lies in (E-05).</summary>
    Administrative,

    /// <summary>What is reached on foot of the chosen kind (E-02).</summary>
    Reached,

    /// <summary>实施单元 (E-01).</summary>
    Unit,

    /// <summary>What is not reached of the chosen kind (E-02).</summary>
    Unreached,

    Walkway,

    Building,

    /// <summary>A luxury dwelling in the unit (E-03).</summary>
    Luxury,

    Barrier,

    /// <summary>A barrier's piece in the unit without a proof (E-04).</summary>
    Crossing,

    /// <summary>A barrier's piece in the unit that is linked across (E-04).</summary>
    Linked,

    /// <summary>A bridge or underpass (E-04).</summary>
    Proof,

    Facility,

    /// <summary>An idle space .</summary>
    Space,
}

/// <summary>One shape of a picture.</summary>
/// <param name="Layer">What it shows.</param>
/// <param name="Name">What it is called; empty where it has no name.</param>
/// <param name="Shape">Degrees.</param>
public sealed record PictureShape(PictureLayer Layer, string Name, Geometry Shape);

/// <summary>The picture behind the verdicts: the unit, what crosses it, what stands in it, and how far one facility kind is. Shapes stand in the order they are drawn.</summary>
/// <param name="Kind">Code of the facility kind that is shown; null for none.</param>
/// <param name="Minutes">Its walk; 0 for none.</param>
/// <param name="Shapes">What is drawn, the lowest first.</param>
public sealed record Picture(string? Kind, int Minutes, IReadOnlyList<PictureShape> Shapes)
{
    /// <summary>The picture of a project; of the walk to one facility kind when it is named.</summary>
    public static Picture Of(ProgrammeState state, ProjectState project, PolicyPack policy, string? kind = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var shapes = Given(project).ToList();
        var circle = kind is null ? null : policy.Eligibility.Circles.FirstOrDefault(c => c.Facilities.Contains(kind, StringComparer.Ordinal));
        if (project.Ground.Implementation is { } unit)
        {
            var ground = new JudgedGround(unit, project.Ground, state.District, policy);
            shapes.AddRange(Judged(ground, project));
            if (circle is not null)
                shapes.AddRange(Walk(ground, kind!, circle.Minutes));
        }

        return new Picture(circle is null ? null : kind, circle?.Minutes ?? 0, [.. shapes.OrderBy(s => s.Layer)]);
    }

    /// <summary>Everything that is drawn lies in it.</summary>
    public Envelope Frame()
    {
        var frame = new Envelope();
        // A railway of the whole district would make the unit a dot.
        foreach (var shape in Shapes.Where(s => s.Layer is not (PictureLayer.Barrier or PictureLayer.Governance or PictureLayer.Administrative or PictureLayer.Reached)))
            frame.ExpandToInclude(shape.Shape.EnvelopeInternal);
        return frame;
    }

    private static IEnumerable<PictureShape> Given(ProjectState project)
    {
        var ground = project.Ground;
        if (ground.Planning is { } planning)
            yield return new PictureShape(PictureLayer.Planning, "", planning);
        if (ground.Implementation is { } unit)
            yield return new PictureShape(PictureLayer.Unit, "", unit);
        foreach (var way in ground.Walkways ?? [])
            yield return new PictureShape(PictureLayer.Walkway, "", way);
        foreach (var building in ground.Buildings ?? [])
            yield return new PictureShape(PictureLayer.Building, building.Name, building.Shape);
        foreach (var facility in ground.Facilities.Values)
            yield return new PictureShape(PictureLayer.Facility, facility.Name, Shape.Point(facility.Longitude, facility.Latitude));
        foreach (var space in project.Resources.Spaces.Values)
            yield return new PictureShape(PictureLayer.Space, space.Name, Shape.Point(space.Longitude, space.Latitude));
        foreach (var proof in ground.Proofs.Values)
        {
            if (proof is { Longitude: { } longitude, Latitude: { } latitude })
                yield return new PictureShape(PictureLayer.Proof, proof.Title, Shape.Point(longitude, latitude));
        }
    }

    private static IEnumerable<PictureShape> Judged(JudgedGround ground, ProjectState project)
    {
        foreach (var (unit, _) in ground.SharesOf(ground.District.Governance ?? []))
            yield return new PictureShape(PictureLayer.Governance, unit.Name, unit.Area);
        foreach (var (unit, _) in ground.SharesOf(ground.District.Administrative ?? []))
            yield return new PictureShape(PictureLayer.Administrative, unit.Name, unit.Area);
        foreach (var luxury in DwellingRule.Luxury(ground))
            yield return new PictureShape(PictureLayer.Luxury, luxury.Name, luxury.Shape);
        foreach (var crossing in BarrierRule.Judge(ground, project).Crossings)
        {
            yield return new PictureShape(PictureLayer.Barrier, crossing.Barrier.Name, crossing.Barrier.Shape);
            yield return new PictureShape(crossing.Proof is null ? PictureLayer.Crossing : PictureLayer.Linked, crossing.Barrier.Name, crossing.Pieces);
        }
    }

    private static IEnumerable<PictureShape> Walk(JudgedGround ground, string kind, int minutes)
    {
        var coverage = new CoverageRule(ground);
        var name = ground.Policy.Resources.Kind(kind)!.Name.Zh;
        if (coverage.Reached(kind, minutes) is { IsEmpty: false } reached)
            yield return new PictureShape(PictureLayer.Reached, name, reached);
        if (coverage.Unreached(kind, minutes) is { IsEmpty: false } unreached)
            yield return new PictureShape(PictureLayer.Unreached, name, unreached);
    }
}
