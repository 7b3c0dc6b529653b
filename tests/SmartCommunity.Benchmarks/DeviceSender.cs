using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Benchmarks;

/// <summary>A device that sends all of its quantities at the report interval of its class, and some of the events of its class.</summary>
internal sealed class DeviceSender(string community, DeviceClass deviceClass, int number)
{
    private const double UsualEventsPerDay = 12;

    /// <summary>Events it sends a day, on average.</summary>
    internal double EventsPerDay { get; init; } = UsualEventsPerDay;

    /// <summary>Of a quantity that is a state, one value in so many is 0 and the others 1.</summary>
    internal int ZeroOneIn { get; init; } = 2;

    internal DeviceClass Class { get; } = deviceClass;

    internal string Id { get; } = $"{community}-{deviceClass.Code}-{number:D3}";

    internal long IntervalMs { get; } = (long)deviceClass.ReportInterval.TotalMilliseconds;

    internal Batch Message(long atMs, Random random)
    {
        var batch = new Batch();
        AddTo(batch, atMs, atMs, random);
        return batch;
    }

    /// <summary>What it measured from one instant up to, without, another, as one batch that the gateway received at a third.</summary>
    internal Batch Messages(long fromMs, long toMs, long receivedAtMs, Random random)
    {
        var batch = new Batch();
        for (var atMs = fromMs + random.NextInt64(IntervalMs); atMs < toMs; atMs += IntervalMs)
            AddTo(batch, atMs, receivedAtMs, random);
        // Times in a batch are differences to the message before.
        for (var i = batch.AtMs.Count - 1; i > 0; i--)
            (batch.AtMs[i], batch.ReceivedAtMs[i]) = (batch.AtMs[i] - batch.AtMs[i - 1], 0);
        return batch;
    }

    private void AddTo(Batch batch, long atMs, long receivedAtMs, Random random)
    {
        if (batch.Devices.Count == 0)
        {
            batch.Devices.Add(new DeviceRef { Community = community, Class = Class.Code, Device = Id });
            batch.Quantities.Add(Class.Quantities.Select(static q => q.Name));
        }

        batch.Device.Add(0);
        batch.AtMs.Add(atMs);
        batch.ReceivedAtMs.Add(receivedAtMs);
        batch.Quality.Add(0);
        batch.ValueCount.Add((uint)Class.Quantities.Count);
        for (var i = 0; i < Class.Quantities.Count; i++)
        {
            var quantity = Class.Quantities[i];
            batch.Quantity.Add((uint)i);
            batch.Value.Add(quantity.IsRegister ? Math.Round(atMs / 1e6, 2) - 1_000_000 : quantity.Codes.Count > 0 ? Math.Min(1, random.Next(ZeroOneIn)) : Math.Round(quantity.Example * (0.5 + random.NextDouble()), quantity.Decimals));
        }

        if (Class.Events.Count > 0 && random.NextInt64(ChinaTime.DayMs) < IntervalMs * EventsPerDay)
            batch.Events.Add(new DeviceEvent { Device = 0, AtMs = atMs, ReceivedAtMs = receivedAtMs, EventId = $"e-{atMs}", Type = Class.Events[random.Next(Class.Events.Count)], DataJson = """{"correct":true,"dwellHours":3.5,"subject":"s1"}""" });
    }
}
