namespace SmartCommunity.Tests.Programme.Eligibility;

/// <summary>
/// Turns metres east and north of a place into longitude and latitude the way a total station does: in the plane that touches the WGS 84 ellipsoid there, through geocentric coordinates. It shares nothing with the product's projection.
/// </summary>
internal sealed class Surveyor(double longitude, double latitude)
{
    private const double A = 6_378_137, F = 1 / 298.257223563, E2 = F * (2 - F), Degree = Math.PI / 180;

    /// <summary>At Baihe, Fuchun.</summary>
    internal static Surveyor AtBaihe { get; } = new(119.953, 30.057);

    internal (double Longitude, double Latitude) At(double eastM, double northM)
    {
        var (lambda, phi) = (longitude * Degree, latitude * Degree);
        var normal = A / Math.Sqrt(1 - (E2 * Math.Sin(phi) * Math.Sin(phi)));
        var x = (normal * Math.Cos(phi) * Math.Cos(lambda)) - (Math.Sin(lambda) * eastM) - (Math.Sin(phi) * Math.Cos(lambda) * northM);
        var y = (normal * Math.Cos(phi) * Math.Sin(lambda)) + (Math.Cos(lambda) * eastM) - (Math.Sin(phi) * Math.Sin(lambda) * northM);
        var z = (normal * (1 - E2) * Math.Sin(phi)) + (Math.Cos(phi) * northM);
        var (radius, back) = (Math.Sqrt((x * x) + (y * y)), phi);
        // The plane leaves the ellipsoid by centimetres: latitude converges in a few rounds.
        for (var round = 0; round < 8; round++)
        {
            var n = A / Math.Sqrt(1 - (E2 * Math.Sin(back) * Math.Sin(back)));
            var height = (radius / Math.Cos(back)) - n;
            back = Math.Atan2(z, radius * (1 - (E2 * n / (n + height))));
        }

        return (Math.Atan2(y, x) / Degree, back / Degree);
    }

    /// <summary>A ring of corners given in metres, closed, as GeoJSON positions.</summary>
    internal string Ring(params IEnumerable<(double East, double North)> corners)
    {
        var positions = corners.Select(Position).ToList();
        return $"[{string.Join(",", positions.Append(positions[0]))}]";
    }

    internal string Line(params IEnumerable<(double East, double North)> points) => $"[{string.Join(",", points.Select(Position))}]";

    internal string Position((double East, double North) at)
    {
        var (lon, lat) = At(at.East, at.North);
        return FormattableString.Invariant($"[{lon:R},{lat:R}]");
    }

    /// <summary>Corners of a rectangle around a middle, turned by degrees.</summary>
    internal static (double East, double North)[] Rectangle(double east, double north, double width, double height, double turnDegrees = 0)
    {
        var (cos, sin) = (Math.Cos(turnDegrees * Degree), Math.Sin(turnDegrees * Degree));
        return [.. new[] { (-1, -1), (1, -1), (1, 1), (-1, 1) }.Select(c => (c.Item1 * width / 2, c.Item2 * height / 2)).Select(c => (east + (c.Item1 * cos) - (c.Item2 * sin), north + (c.Item1 * sin) + (c.Item2 * cos)))];
    }
}
