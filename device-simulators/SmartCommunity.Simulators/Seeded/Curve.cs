namespace SmartCommunity.Simulators.Seeded;

/// <summary>Curves out of additions and multiplications only: the C library's sine may differ in its last bit between machines, these cannot.</summary>
internal static class Curve
{
    private const double HalfTurn = 180;
    private const double FullTurn = 360;
    private const double QuarterTurn = 90;
    private const double RadiansPerDegree = 0.017453292519943295;
    private const int LastTerm = 13;

    /// <summary>Sine of an angle in degrees, Taylor series to the 13th power: wrong by less than 1e-7.</summary>
    internal static double Sin(double degrees)
    {
        var angle = degrees - (FullTurn * Math.Floor(degrees / FullTurn));
        if (angle > HalfTurn)
            angle -= FullTurn;
        if (angle > QuarterTurn)
            angle = HalfTurn - angle;
        else if (angle < -QuarterTurn)
            angle = -HalfTurn - angle;
        var x = angle * RadiansPerDegree;
        var (term, sum) = (x, x);
        for (var power = 3; power <= LastTerm; power += 2)
        {
            term *= -x * x / (power * (power - 1));
            sum += term;
        }

        return sum;
    }

    internal static double Cos(double degrees) => Sin(degrees + QuarterTurn);

    /// <summary>Linear between the points of a day's table; the last point is followed by the first.</summary>
    internal static double OfDay(ReadOnlySpan<double> table, double dayPart)
    {
        var position = dayPart * table.Length;
        var index = (int)position;
        var part = position - index;
        return (table[index % table.Length] * (1 - part)) + (table[(index + 1) % table.Length] * part);
    }
}
