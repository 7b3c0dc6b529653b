using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Commands;

/// <summary>The way from the command desk to a connected device; the MQTT listener provides it.</summary>
internal interface IDevicePublisher
{
    /// <summary>
    /// Publishes a command in the device's dialect, over its own connection or its carrier's, with QoS 1 when the subscription has it, and completes with true when the
    /// PUBACK arrived; false when nobody is connected, nobody subscribed, the dialect cannot say it, or the connection went away first.
    /// </summary>
    Task<bool> PublishCommandAsync(DeviceAddress device, StoredCommand command, CancellationToken cancellationToken);
}
