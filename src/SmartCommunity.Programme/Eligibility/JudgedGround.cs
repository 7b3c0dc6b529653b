using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>A project's unit on the plane, with what the rules look at around it. Immutable.</summary>
internal sealed class JudgedGround
{
    internal JudgedGround(Polygon unit, ProjectGround ground, DistrictLayers district, PolicyPack policy)
    {
        (Ground, District, Policy) = (ground, district, policy);
        Plane = EqualAreaPlane.Around(unit);
        Unit = Plane.ToPlane(unit);
        Inner = Unit.Buffer(-policy.Ground.EdgeMetres);
        Earth = unit;
        BuildingsInside = ground.Buildings is { } buildings
            ? [.. buildings.Where(b => b.Shape.EnvelopeInternal.Intersects(unit.EnvelopeInternal)).Select(b => (b, Plane.ToPlane(b.Shape))).Where(b => Inner.Intersects(b.Item2))]
            : null;
    }

    internal ProjectGround Ground { get; }

    internal DistrictLayers District { get; }

    internal PolicyPack Policy { get; }

    internal EqualAreaPlane Plane { get; }

    /// <summary>The unit, degrees.</summary>
    internal Polygon Earth { get; }

    /// <summary>The unit, metres.</summary>
    internal Geometry Unit { get; }

    /// <summary>The unit without its edge, metres: what crosses or stands in this crosses or stands in the unit.</summary>
    internal Geometry Inner { get; }

    internal double AreaHa => Unit.Area / Units.SquareMetresPerHectare;

    /// <summary>Buildings that stand in the unit, with their outlines on the plane; null when none were ever imported.</summary>
    internal IReadOnlyList<(Building Building, Geometry Shape)>? BuildingsInside { get; }

    /// <summary>Units of a layer the unit lies in, with the share of its area; slips of the drawing left out.</summary>
    internal IReadOnlyList<(AreaUnit Unit, double Share)> SharesOf(IEnumerable<AreaUnit> units) =>
        [.. units.Where(u => u.Area.EnvelopeInternal.Intersects(Earth.EnvelopeInternal))
            .Select(u => (u, Share: Plane.ToPlane(u.Area).Intersection(Unit).Area / Unit.Area))
            .Where(s => s.Share > Policy.Ground.OverlapTolerance)
            .OrderByDescending(s => s.Share).ThenBy(s => s.u.Code, StringComparer.Ordinal)];
}
