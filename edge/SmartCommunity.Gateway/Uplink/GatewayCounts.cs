namespace SmartCommunity.Gateway.Uplink;

/// <summary>What the MQTT listener counts, for the heartbeat. The listener writes, the uplink reads. Thread-safe.</summary>
internal sealed class GatewayCounts
{
    private int _connectedDevices;
    private long _received;
    private long _refused;
    private long _quarantined;

    internal int ConnectedDevices => Volatile.Read(ref _connectedDevices);

    internal long Received => Interlocked.Read(ref _received);

    internal long Refused => Interlocked.Read(ref _refused);

    internal long Quarantined => Interlocked.Read(ref _quarantined);

    internal void DeviceConnected() => Interlocked.Increment(ref _connectedDevices);

    internal void DeviceDisconnected() => Interlocked.Decrement(ref _connectedDevices);

    internal void MessageReceived() => Interlocked.Increment(ref _received);

    internal void MessageRefused() => Interlocked.Increment(ref _refused);

    internal void MessageQuarantined() => Interlocked.Increment(ref _quarantined);
}
