using System.Globalization;

namespace SmartCommunity.Cli.Bench;

/// <summary>How soon a press of a button is an alert on a client of the live hub, under routine load, as Markdown; reached or not.</summary>
internal static class SosReport
{
    /// <summary>An alert is on the screen within this in 99 of 100 cases: what a duty desk feels as at once.</summary>
    internal const int TargetMs = 300;

    private const double Half = 0.5;
    private const double Most = 0.99;

    /// <summary>Every call became an alert at the client, and 99 % of them soon enough.</summary>
    internal static bool IsReached(BenchResult result) => result.SosAlertAgesMs.Length == result.Load.SosCalls.Count && BenchResult.Percentile(result.SosAlertAgesMs, Most) <= TargetMs;

    internal static string Write(BenchResult result, string machine)
    {
        var (load, alerts, events) = (result.Load, result.SosAlertAgesMs, result.SosAgesMs);
        return string.Create(CultureInfo.InvariantCulture, $"""
            # bench sos, {result.At:yyyy-MM-dd HH:mm} UTC

            {machine}

            {result.Options.SosProbes} panic buttons pressed once a second for {result.Options.Duration.TotalSeconds:0} s beside {result.Options.Rate} messages/s from {result.Options.Connections} connections, after {result.Options.WarmUp.TotalSeconds:0} s of the same; MQTT QoS 1 with
            fsync before PUBACK, stored, folded, alert in the ledger, pushed by the live hub (JSON). From the press, by the device's clock, to the call of the client; one machine, one clock.

            | What | p50 | p99 | max |
            |---|---|---|---|
            | SOS → alert at a client of the live hub | {BenchResult.Ms(alerts, Half)} | {BenchResult.Ms(alerts, Most)} | {BenchResult.Ms(alerts, 1)} |
            | SOS → safety event at the same client | {BenchResult.Ms(events, Half)} | {BenchResult.Ms(events, Most)} | {BenchResult.Ms(events, 1)} |
            | routine message → PUBACK | {load.Latency.P50Ms:0.0} ms | {load.Latency.P99Ms:0.0} ms | {load.Latency.MaxMs:0.0} ms |

            {alerts.Length} of {load.SosCalls.Count} calls became an alert; {load.Throughput:0} messages/s were acknowledged. Asked: p99 at most {TargetMs} ms: {(IsReached(result) ? "reached" : "not reached")}.

            """);
    }
}
