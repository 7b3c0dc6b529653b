using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Commands;

/// <summary>How far a published command got.</summary>
internal enum PublishOutcome
{
    /// <summary>Nobody connected, nobody subscribed, the dialect cannot say it now, or the connection went away first.</summary>
    NotDelivered,

    /// <summary>The device acknowledged it (or it was sent, where the subscription has QoS 0) and will answer.</summary>
    Delivered,

    /// <summary>The device acknowledged it, and the dialect knows no answer.</summary>
    Ended,
}

/// <summary>The way from the command desk to a connected device; the MQTT listener provides it.</summary>
internal interface IDevicePublisher
{
    /// <summary>
    /// Publishes a command in the device's dialect, over its own connection or its carrier's, with QoS 1 when the subscription has it, and completes when the
    /// PUBACK arrived or cannot come any more.
    /// </summary>
    Task<PublishOutcome> PublishCommandAsync(DeviceAddress device, StoredCommand command, CancellationToken cancellationToken);
}
