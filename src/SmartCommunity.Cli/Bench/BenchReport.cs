using System.Globalization;
using System.Text;

namespace SmartCommunity.Cli.Bench;

/// <summary>A result as Markdown: what was run, on what, and what came out, reached or not.</summary>
internal static class BenchReport
{
    private const double BytesPerMib = 1 << 20;

    internal static string Write(BenchResult result, string machine)
    {
        var text = new StringBuilder();
        var load = result.Load;
        var invariant = CultureInfo.InvariantCulture;
        text.Append(invariant, $"# bench line, {result.At:yyyy-MM-dd HH:mm} UTC\n\n{machine}\n\n");
        text.Append(invariant, $"Asked: {(result.Options.Rate == 0 ? "as fast as acknowledged" : result.Options.Rate + " messages/s")}, {result.Options.Duration.TotalSeconds:0} s after {result.Options.WarmUp.TotalSeconds:0} s of warm-up, ");
        text.Append(invariant, $"{result.Options.Connections} connections, {result.Options.SosProbes} SOS probes; QoS 1, four quantities a message, fsync before PUBACK, stored, folded.\n\n");
        text.Append("| What | Measured |\n|---|---|\n");
        Row("messages/s acknowledged", $"{load.Throughput:0}");
        Row("messages/s stored, from the first connection to the last commit", $"{result.Stored / BenchResult.ValuesPerMessage / result.StoredAfter.TotalSeconds:0}");
        Row("sent / acknowledged / unacknowledged", $"{load.Sent} / {load.Acknowledged} / {load.Unacknowledged}");
        Row("reconnects, refused devices", $"{load.Reconnects}, {load.RefusedDevices}");
        Row("messages refused because the outbox was full, sent again later", $"{result.Refused}");
        Row("PUBACK latency p50 / p99 / p99.9 / max", $"{load.Latency.P50Ms:0.0} / {load.Latency.P99Ms:0.0} / {load.Latency.P999Ms:0.0} / {load.Latency.MaxMs:0.0} ms");
        Row("device → hub client p50 / p99", $"{BenchResult.Ms(result.ValueAgesMs, 0.5)} / {BenchResult.Ms(result.ValueAgesMs, 0.99)} ({result.ValueAgesMs.Length} values)");
        Row("SOS → hub client p50 / p99 / max", $"{BenchResult.Ms(result.SosAgesMs, 0.5)} / {BenchResult.Ms(result.SosAgesMs, 0.99)} / {BenchResult.Ms(result.SosAgesMs, 1)} ({result.SosAgesMs.Length} of {load.SosCalls.Count} calls)");
        Row("SOS → alert at the hub client p50 / p99 / max", $"{BenchResult.Ms(result.SosAlertAgesMs, 0.5)} / {BenchResult.Ms(result.SosAlertAgesMs, 0.99)} / {BenchResult.Ms(result.SosAlertAgesMs, 1)} ({result.SosAlertAgesMs.Length} of {load.SosCalls.Count} calls)");
        foreach (var process in result.Processes)
        {
            Row(process.Name, $"{result.MicrosecondsPerMessage(process):0.0} µs CPU a message, {process.ResidentBytes / BytesPerMib:0} MiB resident");
        }

        Row("measurements stored / acknowledged", $"{result.Stored} / {load.Acknowledged * BenchResult.ValuesPerMessage}");
        Row("bytes a measurement on disk, before sealing", $"{result.BytesPerMeasurement:0.0}");
        return text.ToString();

        void Row(string what, FormattableString measured) => text.Append(invariant, $"| {what} | {FormattableString.Invariant(measured)} |\n");
    }
}
