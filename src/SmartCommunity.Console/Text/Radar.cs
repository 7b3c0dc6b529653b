using System.Globalization;

namespace SmartCommunity.Console.Text;

/// <summary>Shares of 0 to 1 as a polygon around the middle of a square, the first at the top, clockwise. Pure.</summary>
internal static class Radar
{
    /// <summary>Half of the square, in units of the picture.</summary>
    internal const double Centre = 130;

    /// <summary>Distance of a share of 1 from the middle: leaves room for the labels.</summary>
    internal const double Radius = 95;

    private const double LabelGap = 15;

    internal static string Polygon(IReadOnlyList<double> shares) => string.Join(' ', shares.Select((share, i) => At(i, shares.Count, Math.Clamp(share, 0, 1) * Radius)));

    /// <summary>A ring that joins equal shares.</summary>
    internal static string Ring(double share, int axes) => Polygon([.. Enumerable.Repeat(share, axes)]);

    /// <summary>Where the end of an axis lies.</summary>
    internal static (string X, string Y) End(int axis, int axes) => Split(At(axis, axes, Radius));

    /// <summary>Where the label of an axis lies.</summary>
    internal static (string X, string Y) Label(int axis, int axes) => Split(At(axis, axes, Radius + LabelGap));

    private static string At(int axis, int axes, double distance)
    {
        var angle = Math.Tau * axis / axes;
        return string.Create(CultureInfo.InvariantCulture, $"{Centre + (distance * Math.Sin(angle)):0.#},{Centre - (distance * Math.Cos(angle)):0.#}");
    }

    private static (string X, string Y) Split(string point) => point.Split(',') is [var x, var y] ? (x, y) : ("", "");
}
