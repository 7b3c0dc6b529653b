using System.Collections.Frozen;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>Conversions between the UCUM units that vendors use: value in SI = value × factor + shift. Units of one dimension convert into each other. Pure.</summary>
internal static class UnitConversion
{
    private const double Kelvin = 273.15;
    private const double Fahrenheit = 5.0 / 9;
    private const double FahrenheitZero = 459.67; // Degrees Fahrenheit from absolute zero to 0 °F.
    private const double Hour = 3600;
    private const double Minute = 60;
    private const double KiloWattHour = 3.6e6;
    private const double Litre = 1e-3;
    private const double MercuryMillimetre = 133.322387415; // Pascal; UCUM's m[Hg] is 133.322387415 kPa.

    /// <summary>Spellings that vendors use for the UCUM code.</summary>
    private static readonly FrozenDictionary<string, string> Spellings = new Dictionary<string, string>
    {
        ["degC"] = "Cel", ["degF"] = "[degF]", ["Wh"] = "W.h", ["kWh"] = "kW.h", ["MWh"] = "MW.h", ["l"] = "L", ["l/h"] = "L/h", ["l/min"] = "L/min", ["l/s"] = "L/s",
        ["mmHg"] = "mm[Hg]", ["ppm"] = "[ppm]", ["ppb"] = "[ppb]", ["dB"] = "dB[SPL]", ["psi"] = "[psi]", ["lux"] = "lx",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string Dimension, double Factor, double Shift)> Units =
        new Dictionary<string, (string, double, double)>
        {
            ["K"] = ("temperature", 1, 0), ["Cel"] = ("temperature", 1, Kelvin), ["[degF]"] = ("temperature", Fahrenheit, FahrenheitZero * Fahrenheit),
            ["J"] = ("energy", 1, 0), ["kJ"] = ("energy", 1e3, 0), ["MJ"] = ("energy", 1e6, 0), ["GJ"] = ("energy", 1e9, 0),
            ["W.h"] = ("energy", Hour, 0), ["kW.h"] = ("energy", KiloWattHour, 0), ["MW.h"] = ("energy", KiloWattHour * 1e3, 0),
            ["mW"] = ("power", 1e-3, 0), ["W"] = ("power", 1, 0), ["kW"] = ("power", 1e3, 0), ["MW"] = ("power", 1e6, 0),
            ["var"] = ("reactive power", 1, 0), ["kvar"] = ("reactive power", 1e3, 0),
            ["m3"] = ("volume", 1, 0), ["L"] = ("volume", Litre, 0), ["dm3"] = ("volume", Litre, 0), ["mL"] = ("volume", 1e-6, 0),
            ["m3/s"] = ("flow", 1, 0), ["m3/h"] = ("flow", 1 / Hour, 0), ["L/h"] = ("flow", Litre / Hour, 0), ["L/min"] = ("flow", Litre / Minute, 0), ["L/s"] = ("flow", Litre, 0),
            ["Pa"] = ("pressure", 1, 0), ["hPa"] = ("pressure", 100, 0), ["mbar"] = ("pressure", 100, 0), ["kPa"] = ("pressure", 1e3, 0), ["bar"] = ("pressure", 1e5, 0),
            ["MPa"] = ("pressure", 1e6, 0), ["mm[Hg]"] = ("pressure", MercuryMillimetre, 0), ["[psi]"] = ("pressure", 6894.757293168, 0),
            ["m"] = ("length", 1, 0), ["cm"] = ("length", 1e-2, 0), ["mm"] = ("length", 1e-3, 0), ["km"] = ("length", 1e3, 0), ["[in_i]"] = ("length", 0.0254, 0),
            ["m/s"] = ("speed", 1, 0), ["km/h"] = ("speed", 1e3 / Hour, 0), ["[kn_i]"] = ("speed", 1852 / Hour, 0), ["[mi_i]/h"] = ("speed", 1609.344 / Hour, 0),
            ["1"] = ("fraction", 1, 0), ["%"] = ("fraction", 1e-2, 0), ["[ppth]"] = ("fraction", 1e-3, 0), ["[ppm]"] = ("fraction", 1e-6, 0), ["[ppb]"] = ("fraction", 1e-9, 0),
            ["kg/m3"] = ("mass concentration", 1, 0), ["g/m3"] = ("mass concentration", 1e-3, 0), ["mg/L"] = ("mass concentration", 1e-3, 0),
            ["mg/m3"] = ("mass concentration", 1e-6, 0), ["ug/m3"] = ("mass concentration", 1e-9, 0),
            ["mol/L"] = ("concentration", 1e3, 0), ["mmol/L"] = ("concentration", 1, 0), ["umol/L"] = ("concentration", 1e-3, 0),
            ["kg"] = ("mass", 1, 0), ["g"] = ("mass", 1e-3, 0), ["t"] = ("mass", 1e3, 0), ["[lb_av]"] = ("mass", 0.45359237, 0),
            ["Hz"] = ("frequency", 1, 0), ["kHz"] = ("frequency", 1e3, 0), ["/s"] = ("frequency", 1, 0), ["/min"] = ("frequency", 1 / Minute, 0), ["/h"] = ("frequency", 1 / Hour, 0),
            ["deg"] = ("angle", Math.PI / 180, 0), ["rad"] = ("angle", 1, 0), ["lx"] = ("illuminance", 1, 0), ["klx"] = ("illuminance", 1e3, 0),
            ["W/m2"] = ("irradiance", 1, 0), ["kW/m2"] = ("irradiance", 1e3, 0), ["A"] = ("current", 1, 0), ["mA"] = ("current", 1e-3, 0),
            ["V"] = ("voltage", 1, 0), ["mV"] = ("voltage", 1e-3, 0), ["kV"] = ("voltage", 1e3, 0), ["dB[SPL]"] = ("sound level", 1, 0), ["kg/m2"] = ("surface density", 1, 0),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every unit that can be named, UCUM codes and the vendors' spellings.</summary>
    internal static IEnumerable<string> Names => Units.Keys.Concat(Spellings.Keys).Order(StringComparer.Ordinal);

    /// <summary>How a value in <paramref name="unit"/> becomes one in the quantity's unit: value × scale + offset; null when the two measure different things.</summary>
    internal static (double Scale, double Offset)? Between(string unit, string quantityUnit)
    {
        var code = Spellings.GetValueOrDefault(unit, unit);
        if (code == quantityUnit)
            return (1, 0);
        if (!Units.TryGetValue(code, out var from) || !Units.TryGetValue(quantityUnit, out var to) || from.Dimension != to.Dimension)
            return null;
        return (from.Factor / to.Factor, (from.Shift - to.Shift) / to.Factor);
    }
}
