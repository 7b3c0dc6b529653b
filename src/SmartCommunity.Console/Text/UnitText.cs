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
        "/min" => Languages.Pick("次/分", "/min"),
        _ => ucum,
    };
}
