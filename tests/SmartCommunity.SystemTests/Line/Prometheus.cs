using System.Globalization;

namespace SmartCommunity.SystemTests.Line;

/// <summary>Reads the Prometheus text format.</summary>
internal static class Prometheus
{
    /// <summary>Sum of all samples of the metrics whose name begins so, over all labels.</summary>
    internal static double Sum(string text, string name) =>
        text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Sum(ValueOf);

    private static double ValueOf(string line)
    {
        // name{labels} value [timestamp]; a label's value may hold blanks.
        var afterName = line.LastIndexOf('}') is var end and >= 0 ? line[(end + 1)..] : line[line.IndexOf(' ', StringComparison.Ordinal)..];
        return double.Parse(afterName.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }
}
