using System.Buffers;
using System.Text;
using System.Text.Json;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Uplink.IotHub;

/// <summary>
/// Writes batches as bodies of device-to-cloud messages: JSON arrays, each below the hub's limit. An item names its community, class and device, says when it was measured and
/// received, and holds <c>v</c> (measurements, native names and units), <c>event</c>, or <c>online</c>. What is in quarantine stays with the cloud. Pure.
/// </summary>
internal static class HubMessages
{
    /// <summary>The hub takes 256 KiB with properties; a message is closed at this size and one item more, whose own limit is <see cref="MaxDataBytes"/> and a little.</summary>
    internal const int FullBytes = 180 * 1024;

    /// <summary>An event's data beyond this stays with the cloud, and its size is said: a message the hub never takes would hold up everything behind it.</summary>
    internal const int MaxDataBytes = 64 * 1024;

    internal static List<ReadOnlyMemory<byte>> Of(params IEnumerable<BatchColumns> batches)
    {
        var bodies = new List<ReadOnlyMemory<byte>>();
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        var items = 0;
        foreach (var columns in batches)
        {
            for (var m = 0; m < columns.Messages; m++)
                Item(columns.Batch.Devices[(int)columns.Batch.Device[m]], columns.AtMs[m], columns.ReceivedAtMs[m], (Quality)columns.Batch.Quality[m], w => WriteValues(w, columns, m));
            foreach (var happened in columns.Batch.Events)
                Item(columns.Batch.Devices[(int)happened.Device], happened.AtMs, happened.ReceivedAtMs, (Quality)happened.Quality, w => WriteEvent(w, happened));
            foreach (var status in columns.Batch.Statuses)
                Item(columns.Batch.Devices[(int)status.Device], status.ReceivedAtMs, status.ReceivedAtMs, Quality.ServerTime, w => w.WriteBoolean("online", status.Online));
        }

        Close();
        return bodies;

        void Item(DeviceRef device, long atMs, long receivedAtMs, Quality quality, Action<Utf8JsonWriter> write)
        {
            writer.WriteStartObject();
            writer.WriteString("community", device.Community);
            writer.WriteString("class", device.Class);
            writer.WriteString("device", device.Device);
            writer.WriteNumber("ts", atMs);
            writer.WriteNumber("receivedAt", receivedAtMs);
            writer.WriteNumber("quality", (int)quality);
            write(writer);
            writer.WriteEndObject();
            items++;
            if (writer.BytesCommitted + writer.BytesPending < FullBytes)
                return;
            Close();
            writer.WriteStartArray();
        }

        void Close()
        {
            writer.WriteEndArray();
            writer.Flush();
            if (items > 0)
                bodies.Add(buffer.WrittenSpan.ToArray());
            items = 0;
            buffer.Clear();
            writer.Reset();
        }
    }

    private static void WriteValues(Utf8JsonWriter writer, BatchColumns columns, int message)
    {
        var batch = columns.Batch;
        if (batch.Seq.Count > 0 && batch.Seq[message] >= 0)
            writer.WriteNumber("seq", batch.Seq[message]);
        if (batch.Boot.Count > 0 && batch.Boot[message] >= 0)
            writer.WriteNumber("boot", batch.Boot[message]);
        writer.WriteStartObject("v");
        for (var v = columns.ValueStart[message]; v < columns.ValueStart[message + 1]; v++)
            writer.WriteNumber(batch.Quantities[(int)batch.Quantity[v]], batch.Value[v]);
        writer.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter writer, DeviceEvent happened)
    {
        writer.WriteString("event", happened.Type);
        writer.WriteString("id", happened.EventId);
        if (happened.DataJson.Length == 0)
            return;
        if (Encoding.UTF8.GetByteCount(happened.DataJson) is > MaxDataBytes and var bytes)
        {
            writer.WriteNumber("dataBytes", bytes);
            return;
        }

        writer.WritePropertyName("data");
        writer.WriteRawValue(happened.DataJson);
    }
}
