using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Tests.Programme.Eligibility;

public sealed class EqualAreaPlaneTests
{
    // The brief asks for a tenth of a percent; the projection is exact and the tangent plane leaves the ellipsoid by less than this over 3 km.
    private const double Tolerance = 1e-6;

    // An edge that is straight on one plane is bent by millimetres on another: a ten-thousandth is a tenth of what is asked.
    private const double EdgeTolerance = 1e-4;

    [Theory]
    [Trait("Rule", "E-01")]
    [InlineData(119.953, 30.057, 200, 0)]
    [InlineData(119.953, 30.057, 447.213595, 45)]
    [InlineData(119.42, 29.72, 1000, 17)]
    [InlineData(120.18, 30.24, 3000, 80)]
    public void A_square_of_known_side_has_its_area(double longitude, double latitude, double side, double turn)
    {
        var surveyor = new Surveyor(longitude, latitude);
        var square = Read($$"""{"type":"Polygon","coordinates":[{{surveyor.Ring(Surveyor.Rectangle(0, 0, side, side, turn))}}]}""");

        Assert.Equal(side * side / 10_000, EqualAreaPlane.AreaHa(square), side * side / 10_000 * Tolerance);
    }

    [Fact]
    [Trait("Rule", "E-01")]
    public void A_field_of_the_graticule_has_the_area_of_the_closed_formula()
    {
        // Area between two meridians and two parallels of an ellipsoid (Snyder, 3-12).
        const double a = 6_378_137, f = 1 / 298.257223563, e2 = f * (2 - f), degree = Math.PI / 180;
        static double Zone(double phi)
        {
            var (e, sin) = (Math.Sqrt(e2), Math.Sin(phi));
            return (sin / (1 - (e2 * sin * sin))) + (Math.Log((1 + (e * sin)) / (1 - (e * sin))) / (2 * e));
        }

        var expected = a * a * (1 - e2) / 2 * 0.1 * degree * (Zone(30.1 * degree) - Zone(30 * degree));
        // A parallel is no straight line on the plane: it is given point by point.
        var corners = Enumerable.Range(0, 1001).Select(i => (119.9 + (i * 0.0001), 30.0)).Concat(Enumerable.Range(0, 1001).Select(i => (120.0 - (i * 0.0001), 30.1))).Append((119.9, 30.0));
        var field = new GeometryFactory().CreatePolygon([.. corners.Select(c => new Coordinate(c.Item1, c.Item2))]);

        Assert.Equal(expected / 10_000, EqualAreaPlane.AreaHa(field), expected / 10_000 * Tolerance);
    }

    [Fact]
    public void The_way_back_leads_to_where_it_came_from()
    {
        var plane = new EqualAreaPlane(119.953, 30.057);
        var there = plane.ToEarth(plane.ToPlane(new Coordinate(120.1, 29.8)));

        Assert.Equal(120.1, there.X, 1e-11);
        Assert.Equal(29.8, there.Y, 1e-11);
        Assert.Equal(0, plane.ToPlane(new Coordinate(119.953, 30.057)).Distance(new Coordinate(0, 0)), 1e-6);
    }

    [Fact]
    [Trait("Rule", "E-01")]
    public void An_area_is_the_same_wherever_it_lies_and_however_it_is_turned() => Prop.ForAll(Shapes().ToArbitrary(), shape =>
    {
        var here = EqualAreaPlane.AreaHa(Polygon(Surveyor.AtBaihe, shape.Corners));
        var there = EqualAreaPlane.AreaHa(Polygon(new Surveyor(119.5 + (shape.East * 0.006), 29.75 + (shape.North * 0.0045)), Turned(shape.Corners, shape.Turn)));

        Assert.Equal(here, there, here * EdgeTolerance);
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Rule", "E-01")]
    public void The_parts_of_a_cut_unit_add_up_to_it() => Prop.ForAll(Shapes().ToArbitrary(), shape =>
    {
        var whole = Polygon(Surveyor.AtBaihe, shape.Corners);
        var box = whole.EnvelopeInternal;
        var cut = box.MinX + (box.Width * (shape.East + 1) / 102.0);
        var west = whole.Factory.ToGeometry(new Envelope(box.MinX - 1, cut, box.MinY - 1, box.MaxY + 1));

        var parts = EqualAreaPlane.AreaHa(whole.Intersection(west)) + EqualAreaPlane.AreaHa(whole.Difference(west));

        Assert.Equal(EqualAreaPlane.AreaHa(whole), parts, EqualAreaPlane.AreaHa(whole) * EdgeTolerance);
    }).QuickCheckThrowOnFailure();

    // Star-shaped polygons of some hectares: never self-crossing, rarely convex.
    private static Gen<(List<(double, double)> Corners, int Turn, int East, int North)> Shapes() =>
        from radii in Gen.ListOf(Gen.Choose(60, 500)).Resize(12)
        from turn in Gen.Choose(0, 359)
        from east in Gen.Choose(0, 100)
        from north in Gen.Choose(0, 100)
        let all = radii.Concat([300, 200, 400]).ToList()
        select (all.Select((r, i) => (r * Math.Cos(2 * Math.PI * i / all.Count), r * Math.Sin(2 * Math.PI * i / all.Count))).ToList(), turn, east, north);

    private static List<(double, double)> Turned(List<(double East, double North)> corners, double degrees)
    {
        var (cos, sin) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        return [.. corners.Select(c => ((c.East * cos) - (c.North * sin), (c.East * sin) + (c.North * cos)))];
    }

    private static Polygon Polygon(Surveyor surveyor, List<(double, double)> corners) => Read($$"""{"type":"Polygon","coordinates":[{{surveyor.Ring(corners)}}]}""");

    private static Polygon Read(string json)
    {
        var faults = new Faults();
        var border = GroundCheck.Border("border", TestGround.Json(json), new GroundBox { West = 119, South = 29, East = 121, North = 31 }, faults);
        Assert.Empty(faults.Found);
        return border!;
    }
}
