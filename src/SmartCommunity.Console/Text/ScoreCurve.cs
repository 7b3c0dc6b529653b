using System.Globalization;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Console.Text;

/// <summary>Recorded totals as a curve in a box whose width is the time shown and whose height is 0 to 100 points. Pure.</summary>
internal sealed class ScoreCurve(IReadOnlyList<ScoreRecord> records, long fromMs, long toMs)
{
    /// <summary>Units of the box; the picture scales.</summary>
    internal const double Width = 1_000, Height = 100;

    internal IReadOnlyList<ScoreRecord> Records => records;

    /// <summary>Points of an SVG polyline: a total holds until the next one was recorded.</summary>
    internal string Points
    {
        get
        {
            var points = new List<string>(records.Count * 2);
            foreach (var record in records)
            {
                if (points.Count > 0)
                    points.Add($"{X(record.InstantMs)},{points[^1].Split(',')[1]}");
                points.Add($"{X(record.InstantMs)},{Y(record.Total)}");
            }

            if (points.Count > 0)
                points.Add($"{Number(Width)},{points[^1].Split(',')[1]}");
            return string.Join(' ', points);
        }
    }

    /// <summary>Where an instant lies, as a number of the box.</summary>
    internal string X(long atMs) => Number(Math.Clamp((double)(atMs - fromMs) / Math.Max(1, toMs - fromMs), 0, 1) * Width);

    /// <summary>Where so many points lie; 0 is at the bottom.</summary>
    internal static string Y(double points) => Number(Height - Math.Clamp(points, 0, Height));

    /// <summary>The last recorded instant before one, and the first after it; null where there is none.</summary>
    internal (long? Before, long? After) Beside(long atMs)
    {
        long? before = null;
        foreach (var record in records)
        {
            if (record.InstantMs >= atMs)
                return (before, records.FirstOrDefault(r => r.InstantMs > atMs)?.InstantMs);
            before = record.InstantMs;
        }

        return (before, null);
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
