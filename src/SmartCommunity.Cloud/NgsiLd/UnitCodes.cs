using System.Collections.Frozen;

namespace SmartCommunity.Cloud.NgsiLd;

/// <summary>UCUM units as the UN/CEFACT common codes (Recommendation 20) that NGSI-LD's <c>unitCode</c> takes.</summary>
internal static class UnitCodes
{
    private static readonly FrozenDictionary<string, string> ByUcum = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["1"] = "C62", ["%"] = "P1", ["Cel"] = "CEL", ["kW.h"] = "KWH", ["kW"] = "KWT", ["W"] = "WTT", ["V"] = "VLT", ["A"] = "AMP", ["Hz"] = "HTZ", ["kvar"] = "KVR",
        ["m3"] = "MTQ", ["m3/h"] = "MQH", ["L"] = "LTR", ["m"] = "MTR", ["cm"] = "CMT", ["mm"] = "MMT", ["m2"] = "MTK", ["kg"] = "KGM", ["kg/m2"] = "28", ["g"] = "GRM",
        ["/min"] = "C94", ["mm[Hg]"] = "HN", ["mmol/L"] = "M33", ["[ppm]"] = "59", ["ug/m3"] = "GQ", ["mg/m3"] = "GP", ["lx"] = "LUX", ["s"] = "SEC", ["min"] = "MIN", ["h"] = "HUR",
        ["deg"] = "DD", ["m/s"] = "MTS", ["hPa"] = "A97", ["kPa"] = "KPA",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The common code of a UCUM unit; null where there is none: then an entity says the UCUM unit only.</summary>
    internal static string? Of(string ucum) => ByUcum.GetValueOrDefault(ucum);
}
