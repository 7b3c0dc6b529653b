using System.Collections.Frozen;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>UCUM codes of the units DTDL names: those of the quantity catalogue, and those only the data of events have.</summary>
internal static class UcumOf
{
    private static readonly FrozenDictionary<string, string> Codes = QuantityCatalogue.Default.All
        .Where(static q => q.DtdlUnit is not null)
        .Select(static q => KeyValuePair.Create(q.DtdlUnit!, q.Unit))
        .Concat([KeyValuePair.Create("second", "s"), KeyValuePair.Create("minute", "min"), KeyValuePair.Create("hour", "h"), KeyValuePair.Create("day", "d")])
        .DistinctBy(static p => p.Key)
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The UCUM code of a field's unit; <c>1</c> for a number without one.</summary>
    internal static string Dtdl(DtdlQuantity? quantity) => quantity?.Unit is { } unit && Codes.TryGetValue(unit, out var code) ? code : "1";
}
