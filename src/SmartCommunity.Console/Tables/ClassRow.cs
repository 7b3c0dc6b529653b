using Microsoft.Extensions.Localization;
using SmartCommunity.Console.Text;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Tables;

/// <summary>A device class on the classes page.</summary>
/// <param name="Class">The class.</param>
/// <param name="Imported">Where it comes from; null when it is shipped.</param>
/// <param name="Devices">Devices that have it, without the retired.</param>
public sealed record ClassRow(DeviceClass Class, ImportedClass? Imported, int Devices)
{
    /// <summary>The limits and unit of a quantity as people read them: a range for a number, the words of its codes otherwise.</summary>
    internal static string RangeOf(Quantity quantity, IStringLocalizer words) => quantity.Kind == QuantityKind.Number
        ? $"{ValueText.Of(quantity, quantity.Min, words)} – {ValueText.Of(quantity, quantity.Max, words)} {ValueText.Unit(quantity)}".TrimEnd()
        : string.Join(" / ", ValueText.CodeNames(quantity, words).Values);
}
