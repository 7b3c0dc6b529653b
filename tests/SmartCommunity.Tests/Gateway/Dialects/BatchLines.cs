using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Tests.Gateway.Dialects;

/// <summary>A batch of the outbox, written down a line for each thing in it.</summary>
internal static class BatchLines
{
    internal static IEnumerable<string> Of(Batch batch)
    {
        var start = 0;
        for (var message = 0; message < batch.Device.Count; message++)
        {
            for (var value = start; value < start + batch.ValueCount[message]; value++)
                yield return FormattableString.Invariant($"{Device(batch, batch.Device[message])} {batch.Quantities[(int)batch.Quantity[value]]} {batch.Value[value]}");
            start += (int)batch.ValueCount[message];
        }

        foreach (var happened in batch.Events)
            yield return $"event {Device(batch, happened.Device)} {happened.Type}";
        foreach (var status in batch.Statuses)
            yield return $"status {Device(batch, status.Device)} {status.Online}";
        foreach (var payload in batch.Quarantined)
            yield return $"quarantine {Device(batch, payload.Device)} {payload.Reason}";
        foreach (var report in batch.CommandReports)
            yield return $"command {report.CommandId} {report.State} {report.ResultJson}".TrimEnd();
    }

    private static string Device(Batch batch, uint index) => batch.Devices[(int)index].Device;
}
