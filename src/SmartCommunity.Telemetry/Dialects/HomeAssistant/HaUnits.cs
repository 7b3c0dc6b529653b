using System.Collections.Frozen;

namespace SmartCommunity.Telemetry.Dialects.HomeAssistant;

/// <summary>Home Assistant's units to the catalogue's: value = raw × scale + offset. Pure.</summary>
internal static class HaUnits
{
    private const double Kilo = 1000;
    private const double Milli = 0.001;
    private const double FahrenheitDegree = 5.0 / 9;
    private const double FahrenheitZero = -32 * FahrenheitDegree;
    private const double KelvinZero = -273.15;
    private const double MinutesPerHour = 60;
    private const double KilometrePerHour = 1 / 3.6;

    private static readonly FrozenDictionary<(string Unit, string Target), (double Scale, double Offset)> Known = new Dictionary<(string, string), (double, double)>
    {
        [("°C", "Cel")] = (1, 0), [("C", "Cel")] = (1, 0), [("°F", "Cel")] = (FahrenheitDegree, FahrenheitZero), [("F", "Cel")] = (FahrenheitDegree, FahrenheitZero), [("K", "Cel")] = (1, KelvinZero),
        [("kWh", "kW.h")] = (1, 0), [("Wh", "kW.h")] = (Milli, 0), [("MWh", "kW.h")] = (Kilo, 0),
        [("W", "kW")] = (Milli, 0), [("kW", "kW")] = (1, 0), [("MW", "kW")] = (Kilo, 0), [("var", "kvar")] = (Milli, 0), [("kvar", "kvar")] = (1, 0),
        [("V", "V")] = (1, 0), [("mV", "V")] = (Milli, 0), [("A", "A")] = (1, 0), [("mA", "A")] = (Milli, 0), [("Hz", "Hz")] = (1, 0),
        [("%", "%")] = (1, 0), [("%", "1")] = (0.01, 0), [("ppm", "[ppm]")] = (1, 0), [("ppb", "[ppm]")] = (Milli, 0), [("lx", "lx")] = (1, 0),
        [("dB", "dB[SPL]")] = (1, 0), [("dBA", "dB[SPL]")] = (1, 0),
        [("m³", "m3")] = (1, 0), [("m3", "m3")] = (1, 0), [("L", "m3")] = (Milli, 0),
        [("m³/h", "m3/h")] = (1, 0), [("m3/h", "m3/h")] = (1, 0), [("L/min", "m3/h")] = (MinutesPerHour * Milli, 0), [("L/h", "m3/h")] = (Milli, 0),
        [("µg/m³", "ug/m3")] = (1, 0), [("μg/m³", "ug/m3")] = (1, 0), [("mg/m³", "ug/m3")] = (Kilo, 0), [("mg/m³", "mg/m3")] = (1, 0), [("µg/m³", "mg/m3")] = (Milli, 0), [("μg/m³", "mg/m3")] = (Milli, 0),
        [("hPa", "hPa")] = (1, 0), [("mbar", "hPa")] = (1, 0), [("Pa", "hPa")] = (0.01, 0), [("kPa", "hPa")] = (10, 0), [("bar", "hPa")] = (Kilo, 0),
        [("m/s", "m/s")] = (1, 0), [("km/h", "m/s")] = (KilometrePerHour, 0), [("mm", "mm")] = (1, 0), [("°", "deg")] = (1, 0),
        [("W/m²", "W/m2")] = (1, 0), [("kg", "kg")] = (1, 0), [("g", "kg")] = (Milli, 0), [("bpm", "/min")] = (1, 0),
    }.ToFrozenDictionary();

    /// <summary>Null when the unit cannot become the quantity's. Without a unit only numbers that have none, and percentages, are understood.</summary>
    internal static (double Scale, double Offset)? To(Quantity quantity, string? unit)
    {
        if (string.IsNullOrEmpty(unit))
            return quantity.Unit is "1" or "%" ? (1, 0) : null;
        return Known.TryGetValue((unit, quantity.Unit), out var conversion) ? conversion : unit == quantity.Unit ? (1, 0) : null;
    }
}
