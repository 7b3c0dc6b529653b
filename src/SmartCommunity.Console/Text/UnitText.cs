namespace SmartCommunity.Console.Text;

/// <summary>UCUM codes as people write them. A code that is not in the list reads well as it is.</summary>
internal static class UnitText
{
    internal static string Of(string ucum) => ucum switch
    {
        "1" => "",
        "Cel" => "°C",
        "m3" => "m³",
        "m3/h" => "m³/h",
        "kW.h" => "kWh",
        "mm[Hg]" => "mmHg",
        "[ppm]" => "ppm",
        "deg" => "°",
        "ug/m3" => "µg/m³",
        "mg/m3" => "mg/m³",
        "kg/m2" => "kg/m²",
        "W/m2" => "W/m²",
        "umol/L" => "µmol/L",
        "dB[SPL]" => "dB(A)",
        "/min" => Languages.Pick("次/分", "/min"),
        _ => ucum,
    };
}
