using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Commands;

/// <summary>The way from the command desk to a connected device; the MQTT listener provides it.</summary>
internal interface IDevicePublisher
{
    /// <summary>
    /// Publishes to the device's <c>cmd</c> topic with QoS 1 and completes with true when the device's PUBACK arrived; false when it is not connected,
    /// not subscribed, or went away first.
    /// </summary>
    Task<bool> PublishCommandAsync(DeviceAddress device, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);
}
