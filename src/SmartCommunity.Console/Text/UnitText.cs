using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>UCUM codes as people write them. A code that is not in the list reads well as it is.</summary>
internal static class UnitText
{
    internal static string Of(string ucum) => Words.Pick(DisplayWords.Unit(ucum));
}
