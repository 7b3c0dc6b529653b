using System.Collections.Concurrent;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>
/// What devices sent today, as their gateways told last. In memory: the gateways keep it, and tell all of it again when they connect. A gateway speaks for its own devices
/// only. Thread-safe.
/// </summary>
public sealed class UsageBoard(EnrolmentIndex index, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (DeviceUsage Usage, DateTimeOffset HeardAt)> _usages = new(StringComparer.Ordinal);

    internal void Heard(string gateway, QuotaUsage usage)
    {
        foreach (var device in usage.Devices)
        {
            if (index.Find(device.Device) is { } enrolment && enrolment.Gateway == gateway)
                _usages[device.Device] = (device, time.GetUtcNow());
        }
    }

    /// <summary>What was told last of a device, and when; null when nothing was.</summary>
    internal (DeviceUsage Usage, DateTimeOffset HeardAt)? Of(string device) => _usages.TryGetValue(device, out var usage) ? usage : null;
}
