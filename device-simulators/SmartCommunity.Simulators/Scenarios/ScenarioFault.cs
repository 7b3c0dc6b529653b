using System.Globalization;

namespace SmartCommunity.Simulators;

/// <summary>One thing wrong in a script.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Field">Path of the field, e.g. <c>events[2].for</c>; empty for the file itself.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
public sealed record ScenarioFault(long Line, long Column, string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}: {(Field.Length > 0 ? Field + ": " : "")}{Message}");
}
