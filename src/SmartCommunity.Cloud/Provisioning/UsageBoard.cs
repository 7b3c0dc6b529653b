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
    private readonly ConcurrentDictionary<string, UsageToday> _usages = new(StringComparer.Ordinal);

    internal void Heard(string gateway, QuotaUsage usage)
    {
        foreach (var device in usage.Devices)
        {
            if (index.Find(device.Device) is { } enrolment && enrolment.Gateway == gateway)
                _usages[enrolment.Device] = new UsageToday(device.Day, device.Messages, device.Bytes, device.Refused, time.GetUtcNow());
        }
    }

    /// <summary>What was told last of a device; null when nothing was.</summary>
    internal UsageToday? Of(string device) => _usages.TryGetValue(device, out var usage) ? usage : null;
}

/// <summary>What a device sent on a day, and what of it was refused.</summary>
/// <param name="Day">Calendar day of Asia/Shanghai, days since 0001-01-01.</param>
/// <param name="Messages">Messages taken.</param>
/// <param name="Bytes">Bytes of their payloads.</param>
/// <param name="Refused">Messages above the rate or a daily limit.</param>
/// <param name="HeardAt">When its gateway told this.</param>
internal readonly record struct UsageToday(int Day, long Messages, long Bytes, long Refused, DateTimeOffset HeardAt);
