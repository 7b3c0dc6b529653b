using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility.Shapes;

namespace SmartCommunity.Programme.Eligibility.Walking;

/// <summary>The way as the crow flies, where no walkways are given: circles.</summary>
internal sealed class StraightWays(IReadOnlyList<Coordinate> targets) : IFootways
{
    public double[] MetresToTargets(IReadOnlyList<Coordinate> doors) => [.. targets.Select(t => doors.Min(t.Distance))];

    public Geometry Reached(IReadOnlyList<Coordinate> doors, double metres) => Shape.Union([.. doors.Select(d => Shape.Factory.CreatePoint(d).Buffer(metres))]);
}
