using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Commands;

/// <summary>Commands on their way to devices, persisted; called by the uplink (new command) and by the MQTT listener (device events).</summary>
internal sealed class CommandDesk
{
    /// <summary>The device subscribed to its <c>cmd</c> topic: deliver what waits.</summary>
    internal void OnReady(DeviceAddress device) => throw new NotImplementedException();

    /// <summary>A payload arrived on the device's <c>cmdResp</c> topic; the returned commit gates its PUBACK.</summary>
    internal Outbox.BlockCommit OnResponse(DeviceAddress device, ReadOnlyMemory<byte> payload, long receivedAtMs) => throw new NotImplementedException();
}
