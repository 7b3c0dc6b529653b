namespace SmartCommunity.Gateway.Devices;

/// <summary>What a device may send, as the cloud resolved it from the device and its class; 0: the gateway's own limit for the first two, none for the others.</summary>
internal sealed record DeviceQuota(double MessagesPerSecond, int BurstMessages, long DailyMessages, long DailyBytes)
{
    internal static DeviceQuota None { get; } = new(0, 0, 0, 0);
}
