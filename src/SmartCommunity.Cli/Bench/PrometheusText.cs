using System.Globalization;

namespace SmartCommunity.Cli.Bench;

/// <summary>Reads the Prometheus text format as far as a benchmark needs it.</summary>
internal static class PrometheusText
{
    /// <summary>
    /// Sum of the series of a metric, of those that have a label (as <c>outcome="stored"</c>) when one is given; 0 when there is none. <c>name{labels} value [timestamp]</c>.
    /// </summary>
    internal static double Sum(string text, string name, string label = "")
    {
        var sum = 0.0;
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(name, StringComparison.Ordinal) || line.Length <= name.Length || line[name.Length] is not ('{' or ' ') || !line.Contains(label, StringComparison.Ordinal))
            {
                continue;
            }

            var afterLabels = line[name.Length] == '{' ? line[(line.LastIndexOf('}') + 1)..] : line[name.Length..];
            sum += double.Parse(afterLabels.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
