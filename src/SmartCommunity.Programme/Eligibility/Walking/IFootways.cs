using NetTopologySuite.Geometries;

namespace SmartCommunity.Programme.Eligibility.Walking;

/// <summary>How far it is on foot from the nearest of some doors to each target. On the plane, metres.</summary>
internal interface IFootways
{
    /// <summary>Metres to each target, in the targets' order; infinite where no way leads.</summary>
    double[] MetresToTargets(IReadOnlyList<Coordinate> doors);

    /// <summary>What is reached within some metres, to be drawn.</summary>
    Geometry Reached(IReadOnlyList<Coordinate> doors, double metres);
}
