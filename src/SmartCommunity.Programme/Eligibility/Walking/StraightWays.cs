using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace SmartCommunity.Programme.Eligibility.Walking;

/// <summary>The way as the crow flies, where no walkways are given: circles.</summary>
internal sealed class StraightWays(IReadOnlyList<Coordinate> targets) : IFootways
{
    public double[] MetresToTargets(IReadOnlyList<Coordinate> doors) => [.. targets.Select(t => doors.Min(t.Distance))];

    public Geometry Reached(IReadOnlyList<Coordinate> doors, double metres) => UnaryUnionOp.Union(doors.Select(d => GeometryFactory.Default.CreatePoint(d).Buffer(metres)).ToList());
}
