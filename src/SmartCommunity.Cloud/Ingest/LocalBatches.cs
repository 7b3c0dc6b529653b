using Google.Protobuf;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>Measurements that enter the line in the cloud: the same path as a gateway's, with the cloud as the sender. Thread-safe.</summary>
internal sealed class LocalBatches(IngestQueue queue, EnrolmentIndex enrolments)
{
    /// <summary>Completes when the measurements are durable. Devices that are not enrolled are left out.</summary>
    internal async Task StoreAsync(IReadOnlyList<Measurement> measurements, CancellationToken cancellationToken)
    {
        var bytes = BatchOf(measurements).ToByteArray();
        var columns = BatchColumns.Read(bytes, out var fault) ?? throw new System.Diagnostics.UnreachableException(fault);
        var item = new LocalBatchItem(columns, bytes);
        await queue.EnqueueAsync(item, cancellationToken);
        await item.Committed;
    }

    private Batch BatchOf(IReadOnlyList<Measurement> measurements)
    {
        var batch = new Batch();
        var (lastAtMs, lastReceivedAtMs) = (0L, 0L);
        foreach (var measurement in measurements)
        {
            if (enrolments.Find(measurement.Device) is not { } enrolment)
                continue;
            batch.Device.Add(IndexIn(batch.Devices, new DeviceRef { Community = enrolment.Community, Class = enrolment.Class, Device = enrolment.Device }));
            batch.AtMs.Add(measurement.AtMs - lastAtMs);
            batch.ReceivedAtMs.Add(measurement.ReceivedAtMs - lastReceivedAtMs);
            batch.Quality.Add((uint)measurement.Quality);
            batch.ValueCount.Add(1);
            batch.Quantity.Add(IndexIn(batch.Quantities, measurement.Quantity));
            batch.Value.Add(measurement.Value);
            (lastAtMs, lastReceivedAtMs) = (measurement.AtMs, measurement.ReceivedAtMs);
        }

        return batch;
    }

    private static uint IndexIn<T>(Google.Protobuf.Collections.RepeatedField<T> dictionary, T entry)
    {
        var index = dictionary.IndexOf(entry);
        if (index < 0)
        {
            index = dictionary.Count;
            dictionary.Add(entry);
        }

        return (uint)index;
    }
}
