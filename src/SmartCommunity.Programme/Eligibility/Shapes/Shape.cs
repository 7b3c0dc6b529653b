using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using NetTopologySuite.Operation.OverlayNG;

namespace SmartCommunity.Programme.Eligibility.Shapes;

/// <summary>Makes geometry whose overlays are robust: the classic ones throw where borders nearly coincide, and units are drawn along their neighbours.</summary>
internal static class Shape
{
    private const int Wgs84 = 4326;

    internal static GeometryFactory Factory { get; } =
        new NtsGeometryServices(CoordinateArraySequenceFactory.Instance, new PrecisionModel(), Wgs84, GeometryOverlay.NG, new CoordinateEqualityComparer()).CreateGeometryFactory();

    internal static Point Point(double x, double y) => Factory.CreatePoint(new Coordinate(x, y));

    /// <summary>All of them as one; empty for none.</summary>
    internal static Geometry Union(ICollection<Geometry> shapes) => shapes.Count == 0 ? Factory.CreateGeometryCollection() : OverlayNGRobust.Union(shapes);
}
