using Google.Protobuf;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>Measurements and events that enter the line in the cloud: the same path as a gateway's, with the cloud as the sender. Thread-safe.</summary>
internal sealed class LocalBatches(IngestQueue queue, EnrolmentIndex enrolments)
{
    /// <summary>Completes when the measurements are durable. Devices that are not enrolled are left out.</summary>
    internal Task StoreAsync(IReadOnlyList<Measurement> measurements, CancellationToken cancellationToken) => StoreAsync(BatchOf(measurements), cancellationToken);

    /// <summary>Completes when the events are durable. Devices that are not enrolled are left out.</summary>
    internal Task StoreAsync(IReadOnlyList<DecodedEvent> events, CancellationToken cancellationToken) => StoreAsync(BatchOf(events), cancellationToken);

    private async Task StoreAsync(Batch batch, CancellationToken cancellationToken)
    {
        var bytes = batch.ToByteArray();
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
            batch.Device.Add(IndexIn(batch.Devices, ReferenceOf(enrolment)));
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

    private Batch BatchOf(IReadOnlyList<DecodedEvent> events)
    {
        var batch = new Batch();
        foreach (var happened in events)
        {
            if (enrolments.Find(happened.Address.Device) is not { } enrolment)
                continue;
            batch.Events.Add(new DeviceEvent
            {
                Device = IndexIn(batch.Devices, ReferenceOf(enrolment)),
                AtMs = happened.AtMs,
                ReceivedAtMs = happened.ReceivedAtMs,
                Quality = (uint)happened.Quality,
                EventId = happened.EventId,
                Type = happened.Type,
                DataJson = happened.DataJson,
            });
        }

        return batch;
    }

    private static DeviceRef ReferenceOf(Enrolment enrolment) =>
        new() { Community = enrolment.Community, Class = enrolment.Class, Device = enrolment.Device };

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
