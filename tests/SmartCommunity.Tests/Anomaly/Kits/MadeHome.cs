using SmartCommunity.Anomaly.Kits;

namespace SmartCommunity.Tests.Anomaly.Kits;

/// <summary>A made home: what is about shows in motion, pulse and water alike, more or less from hour to hour; oxygen goes its own way.</summary>
internal static class MadeHome
{
    internal const long First = 20_514L * 24;

    internal static readonly string[] Columns = ["pir.motion", "waterMeter.flow", "wearable.heartRate", "wearable.spo2"];

    internal static double[] Hour(int hour, Random random)
    {
        var activity = Math.Max(0, Math.Sin(hour % 24 * Math.PI / 24) * (0.4 + random.NextDouble()));
        return
        [
            Math.Min(1, activity), Math.Round(0.2 * activity, 3), Math.Round(62 + (25 * activity) + random.NextDouble()), Math.Round(96 + (2 * random.NextDouble())),
        ];
    }

    internal static KitSeries Of(string name, int days, int seed, Action<int, double[]>? change = null)
    {
        var random = new Random(seed);
        var hours = Enumerable.Range(0, days * 24).Select(h => Hour(h, random)).ToArray();
        foreach (var (h, row) in hours.Index())
            change?.Invoke(h, row);
        return new KitSeries(name, First, Columns, hours);
    }
}
