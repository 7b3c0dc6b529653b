using System.Globalization;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>
/// Tells the cloud that somebody was refused under the name of an enrolled device: once a device and minute, so that a stranger fills no disk; the audit log has each. Thread-safe.
/// </summary>
internal sealed class RefusalReport(Outbox.Outbox outbox, TimeProvider time)
{
    /// <summary>What was refused, on the wire; never renamed.</summary>
    internal const string Login = "login", Topic = "topic";

    private const long MinuteMs = 60_000;

    /// <summary>It happened now. What was told of the device in the same minute is recognised by its id, like any repeat.</summary>
    internal void Tell(DeviceAddress device, string what) => outbox.Append(device, Event(device, what, time.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>The event; pure.</summary>
    internal static DeviceEvent Event(DeviceAddress device, string what, long nowMs) => new()
    {
        AtMs = nowMs, ReceivedAtMs = nowMs, Quality = (uint)Quality.Good, Type = RefusedEvent.Type, DataJson = $$"""{"what":"{{what}}"}""",
        EventId = string.Create(CultureInfo.InvariantCulture, $"{device.Device}:{RefusedEvent.Type}:{nowMs / MinuteMs}"),
    };
}
