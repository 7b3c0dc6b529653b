using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>
/// How a scenario's weather changes what devices measure: outdoor temperature by all of the offset, indoor by a third (walls and heaters take the rest),
/// electric load by its factor, the yield of a roof by the clouds. Pure in (weather, start, report).
/// </summary>
internal sealed class ScenarioWeather(IReadOnlyList<WeatherPoint> points, long startMs)
{
    private const double IndoorShare = 1.0 / 3;

    private static readonly string[] Outdoors = ["outdoorAir", "wasteBin", "display"];

    /// <summary>What is left of a roof's yield under a closed cover of clouds.</summary>
    private const double YieldLost = 0.8;

    /// <summary>What shapes the reports of a class; null: the weather does not concern it.</summary>
    internal Action<Draft>? ShaperFor(DeviceClass @class) => !Concerns(@class) ? null : Outdoors.Contains(@class.Code)
        ? report => Shape(report, temperatureShare: 1)
        : report => Shape(report, IndoorShare);

    private void Shape(Draft report, double temperatureShare)
    {
        var now = At(report.DueMs - startMs);
        for (var i = 0; i < report.Values.Count; i++)
        {
            var (quantity, value) = report.Values.Values[i];
            var next = quantity.Name switch
            {
                "temp" => value + (now.Temperature * temperatureShare),
                "activePower" => value * now.Load,
                "pvPower" => now.Cloud is { } cloud ? value * (1 - (YieldLost * cloud)) : value,
                _ => value,
            };
            if (!next.Equals(value))
                report.Values.Set(quantity, next);
        }
    }

    internal WeatherPoint At(long sinceStartMs)
    {
        var at = TimeSpan.FromMilliseconds(sinceStartMs);
        if (at <= points[0].At)
            return points[0];
        for (var i = 1; i < points.Count; i++)
        {
            if (at >= points[i].At)
                continue;
            var (before, after) = (points[i - 1], points[i]);
            var part = (at - before.At) / (after.At - before.At);
            return new WeatherPoint(
                at, Between(before.Temperature, after.Temperature, part),
                before.Cloud is { } from && after.Cloud is { } to ? Between(from, to, part) : before.Cloud, Between(before.Load, after.Load, part));
        }

        return points[^1];
    }

    private static bool Concerns(DeviceClass @class) =>
        @class.Domain is "energy" or "environment" && @class.Quantities.Any(q => q.Name is "temp" or "activePower" or "pvPower");

    private static double Between(double from, double to, double part) => from + ((to - from) * part);
}
