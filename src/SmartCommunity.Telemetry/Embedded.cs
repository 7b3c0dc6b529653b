using System.Reflection;

namespace SmartCommunity.Telemetry;

/// <summary>Files built into this assembly.</summary>
internal static class Embedded
{
    private static readonly Assembly Assembly = typeof(Embedded).Assembly;

    internal static Stream Open(string name) =>
        Assembly.GetManifestResourceStream(name) ?? throw new InvalidDataException($"The embedded file '{name}' is missing.");

    internal static IEnumerable<string> Names(string folder) =>
        Assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
