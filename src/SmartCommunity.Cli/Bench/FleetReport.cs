using System.Globalization;
using System.Text;

namespace SmartCommunity.Cli.Bench;

/// <summary>A fleet's result as Markdown: what was run, on what, and what came out, reached or not.</summary>
internal static class FleetReport
{
    private const double BytesPerMib = 1 << 20;

    private static readonly CultureInfo _invariant = CultureInfo.InvariantCulture;

    internal static string Write(FleetResult result, string machine)
    {
        var text = new StringBuilder();
        var options = result.Options;
        text.Append(_invariant, $"# bench fleet, {result.At:yyyy-MM-dd HH:mm} UTC\n\n{machine}\n\n");
        text.Append(_invariant, $"Asked: {options.Devices} devices, {options.Rate} messages/s, ");
        text.Append(_invariant, $"{(options.HasBursts ? $"{options.Burst} messages/s for {FleetBenchOptions.BurstLength.TotalSeconds:0} s of each {FleetBenchOptions.BurstEvery.TotalSeconds:0} s" : "no bursts")}, ");
        text.Append(_invariant, $"{options.Duration.TotalSeconds:0} s, {options.ConnectRate} new connections/s. ");
        text.Append(_invariant, $"Played: {result.Devices} devices of all classes in {result.Communities} communities, {result.Devices - result.Sleeping} with a standing connection, {result.Sleeping} that connect for each message ");
        text.Append(_invariant, $"(files a process may open). At their classes' intervals they say {result.NaturalRate:0} messages/s; the rates are the same day played {options.Rate / result.NaturalRate:0.0}");
        text.Append(_invariant, $"{(options.HasBursts ? string.Create(_invariant, $" and {options.Burst / result.NaturalRate:0.0}") : "")} times as fast. Cloud, gateway and simulators are processes of their own on this machine.\n\n");
        WriteStretches(text, result);
        WriteLine(text, result);
        WriteQueries(text, result);
        text.Append(_invariant, $"\nMade by `smartcommunity bench fleet --devices {options.Devices} --rate {options.Rate} --burst {options.Burst} ");
        text.Append(_invariant, $"--seconds {options.Duration.TotalSeconds:0} --connect-rate {options.ConnectRate}`.\n");
        return text.ToString();
    }

    private static void WriteStretches(StringBuilder text, FleetResult result)
    {
        text.Append("The simulators' own lateness, from the instant a message was meant to leave to its write to the connection:\n\n");
        text.Append("| Stretch | s | messages/s | p50 | p99 | max |\n|---|---|---|---|---|---|\n");
        foreach (var one in result.Stretches)
        {
            text.Append(_invariant, $"| {(one.IsBurst ? "burst" : "steady")} | {one.Length.TotalSeconds:0.0} | {one.Sent / one.Length.TotalSeconds:0} ");
            text.Append(_invariant, $"| {one.Lateness.P50Ms:0.0} ms | {one.Lateness.P99Ms:0.0} ms | {one.Lateness.MaxMs:0} ms |\n");
        }

        text.Append('\n');
    }

    private static void WriteLine(StringBuilder text, FleetResult result)
    {
        var ledger = result.Ledger;
        text.Append("| What | Measured |\n|---|---|\n");
        Row("planned, enrolled and put on the map", $"{result.Enrolled.TotalSeconds:0.0} s");
        Row("all there after another", $"{result.Connected.TotalSeconds:0.0} s");
        foreach (var process in result.Processes)
            Row(process.Name, $"{process.ProcessorShare:0.00} cores, {process.ResidentMedianBytes / BytesPerMib:0} MiB resident (median), {process.ResidentMaxBytes / BytesPerMib:0} MiB (max, connecting included)");
        Row("messages sent / acknowledged / given up", $"{ledger.Sent} / {ledger.Acknowledged} / {ledger.Skipped}");
        Row("had no connection when due, while the devices came included", $"{ledger.Waited}");
        Row("connects refused", $"{ledger.RefusedConnects}");
        Row("gateway: messages received / stored / in quarantine, status messages included", $"{ledger.GatewayReceived} / {ledger.GatewayStored} / {ledger.Quarantined}");
        Row("gateway: duplicates / losses / waiting in the end", $"{ledger.Duplicates} / {ledger.Losses} / {ledger.Backlog}");
        Row("cloud: measurements stored", $"{ledger.MeasurementsStored}");
        Row("twins of devices", $"{string.Join(", ", result.Presence.Select(p => string.Create(_invariant, $"{p.Count} {p.State}")))}");
        text.Append('\n');

        void Row(string what, FormattableString measured) => text.Append(_invariant, $"| {what} | {FormattableString.Invariant(measured)} |\n");
    }

    private static void WriteQueries(StringBuilder text, FleetResult result)
    {
        const double Half = 0.5;
        const double Most = 0.95;
        text.Append("Queries under that load, one every 200 ms, bursts included:\n\n| Query | found | asked | p50 | p95 | max |\n|---|---|---|---|---|---|\n");
        foreach (var (name, queries) in new[] { ("registry", result.Registry), ("twins", result.Twins) })
        {
            foreach (var query in queries)
                Row($"`GET {query.Path}`", $"{query.Total}", query.TimesMs);
            Row($"**{name}, all**", "", [.. queries.SelectMany(q => q.TimesMs).Order()]);
        }

        void Row(string what, string found, double[] sorted)
        {
            text.Append(_invariant, $"| {what} | {found} | {sorted.Length} | {BenchResult.Percentile(sorted, Half):0} ms ");
            text.Append(_invariant, $"| {BenchResult.Percentile(sorted, Most):0} ms | {BenchResult.Percentile(sorted, 1):0} ms |\n");
        }
    }
}
