using NetTopologySuite.Geometries;

namespace SmartCommunity.Programme.Eligibility.Shapes;

/// <summary>
/// A plane in metres on which areas are those of the ground: the sinusoidal projection of the WGS 84 ellipsoid around a point. Areas are exact anywhere (dA = N·cosφ·dλ · M·dφ is what it maps); lengths are right along parallels and the
/// middle meridian, and within 0.01 % over a unit's few kilometres. Immutable, thread-safe.
/// </summary>
/// <remarks>
/// <code>x = (λ − λ₀)·N(φ)·cosφ        N(φ) = a / √(1 − e²·sin²φ)
/// y = m(φ) − m(φ₀)             m(φ) = length of the meridian from the equator (Helmert's series in the third flattening n; the terms left out are below 0.1 mm)</code>
/// J. P. Snyder, Map Projections: A Working Manual (USGS 1395), chapter 30. The way back is Newton's method on m.
/// </remarks>
public sealed class EqualAreaPlane
{
    private const double SemiMajorM = 6_378_137;
    private const double Flattening = 1 / 298.257223563;
    private const double EccentricitySquared = Flattening * (2 - Flattening);
    private const double ThirdFlattening = Flattening / (2 - Flattening);
    private const double RadiansPerDegree = Math.PI / 180;

    // The arc is almost linear in latitude: each round squares the error, and the first guess is within 1 %.
    private const int NewtonRounds = 5;

    // A triangle.
    private const int Corners = 3;

    private readonly double _longitude;
    private readonly double _originArcM;

    /// <summary>The plane around a place, in degrees.</summary>
    public EqualAreaPlane(double longitude, double latitude)
    {
        _longitude = longitude;
        _originArcM = MeridianArcM(latitude * RadiansPerDegree);
    }

    /// <summary>The plane around the middle of a geometry.</summary>
    public static EqualAreaPlane Around(Geometry earth)
    {
        ArgumentNullException.ThrowIfNull(earth);
        var middle = earth.EnvelopeInternal.Centre;
        return new EqualAreaPlane(middle.X, middle.Y);
    }

    /// <summary>Area of a geometry in degrees, hectares.</summary>
    public static double AreaHa(Geometry earth) => Around(earth).ToPlane(earth).Area / Units.SquareMetresPerHectare;

    /// <summary>Area of a border that is being drawn, corner by corner in degrees, hectares; null for fewer than three corners.</summary>
    public static double? AreaHa(IReadOnlyList<(double Longitude, double Latitude)> corners)
    {
        ArgumentNullException.ThrowIfNull(corners);
        return corners.Count < Corners ? null : AreaHa(Shape.Factory.CreatePolygon([.. corners.Append(corners[0]).Select(c => new Coordinate(c.Longitude, c.Latitude))]));
    }

    /// <summary>Metres east and north of the origin.</summary>
    public Coordinate ToPlane(Coordinate earth)
    {
        ArgumentNullException.ThrowIfNull(earth);
        var latitude = earth.Y * RadiansPerDegree;
        var normal = SemiMajorM / Math.Sqrt(1 - (EccentricitySquared * Math.Sin(latitude) * Math.Sin(latitude)));
        return new Coordinate((earth.X - _longitude) * RadiansPerDegree * normal * Math.Cos(latitude), MeridianArcM(latitude) - _originArcM);
    }

    /// <summary>Longitude and latitude, degrees.</summary>
    public Coordinate ToEarth(Coordinate plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        var arc = plane.Y + _originArcM;
        var latitude = arc / SemiMajorM;
        for (var round = 0; round < NewtonRounds; round++)
            latitude -= (MeridianArcM(latitude) - arc) / MeridianRadiusM(latitude);
        var normal = SemiMajorM / Math.Sqrt(1 - (EccentricitySquared * Math.Sin(latitude) * Math.Sin(latitude)));
        return new Coordinate(_longitude + (plane.X / (normal * Math.Cos(latitude)) / RadiansPerDegree), latitude / RadiansPerDegree);
    }

    public Geometry ToPlane(Geometry earth) => Mapped(earth, ToPlane);

    public Geometry ToEarth(Geometry plane) => Mapped(plane, ToEarth);

    private static Geometry Mapped(Geometry from, Func<Coordinate, Coordinate> map)
    {
        ArgumentNullException.ThrowIfNull(from);
        var copy = from.Copy();
        copy.Apply(new EachPosition(map));
        copy.GeometryChanged();
        return copy;
    }

    private static double MeridianRadiusM(double latitude) =>
        SemiMajorM * (1 - EccentricitySquared) / Math.Pow(1 - (EccentricitySquared * Math.Sin(latitude) * Math.Sin(latitude)), 1.5);

    private static double MeridianArcM(double latitude)
    {
        const double n = ThirdFlattening, n2 = n * n, n3 = n2 * n, n4 = n2 * n2;
        return SemiMajorM / (1 + n) * (
            ((1 + (n2 / 4) + (n4 / 64)) * latitude)
            - (3.0 / 2 * (n - (n3 / 8)) * Math.Sin(2 * latitude))
            + (15.0 / 16 * (n2 - (n4 / 4)) * Math.Sin(4 * latitude))
            - (35.0 / 48 * n3 * Math.Sin(6 * latitude))
            + (315.0 / 512 * n4 * Math.Sin(8 * latitude)));
    }

    private sealed class EachPosition(Func<Coordinate, Coordinate> map) : IEntireCoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq)
        {
            for (var i = 0; i < seq.Count; i++)
            {
                var to = map(new Coordinate(seq.GetX(i), seq.GetY(i)));
                seq.SetX(i, to.X);
                seq.SetY(i, to.Y);
            }
        }
    }
}

/// <summary>Units of length and area.</summary>
internal static class Units
{
    internal const double SquareMetresPerHectare = 10_000;
}
