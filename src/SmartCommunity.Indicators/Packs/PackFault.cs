using System.Globalization;

namespace SmartCommunity.Indicators.Packs;

/// <summary>Something wrong in a pack's file, with its place.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Path">Field, e.g. <c>scenarios[JK].indicators[JK-11].measures[JK-11d].unit</c>; empty: the file as a whole.</param>
/// <param name="Message">What is wrong, the value and the limit.</param>
public sealed record PackFault(int Line, int Column, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column} {(Path.Length == 0 ? "" : Path + " ")}{Message}");
}
