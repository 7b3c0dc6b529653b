using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Devices;

/// <summary>What one device sent in one calendar day (Asia/Shanghai). Begins anew with the first message of another day. Thread-safe.</summary>
internal sealed class UsageCounter(string device)
{
    /// <summary>Protects the fields.</summary>
    private readonly Lock _gate = new();
    private int _day;
    private long _messages;
    private long _bytes;
    private long _refused;

    /// <summary>True when one more message of that size passes a daily limit.</summary>
    internal bool WouldExceed(DeviceQuota quota, int day, int bytes)
    {
        if (quota is { DailyMessages: 0, DailyBytes: 0 })
            return false;
        lock (_gate)
        {
            Turn_NeedsLock(day);
            return (quota.DailyMessages > 0 && _messages >= quota.DailyMessages) || (quota.DailyBytes > 0 && _bytes + bytes > quota.DailyBytes);
        }
    }

    internal void Taken(int day, int bytes)
    {
        lock (_gate)
        {
            Turn_NeedsLock(day);
            _messages++;
            _bytes += bytes;
        }
    }

    internal void Refused(int day)
    {
        lock (_gate)
        {
            Turn_NeedsLock(day);
            _refused++;
        }
    }

    internal DeviceUsage Read()
    {
        lock (_gate)
            return new DeviceUsage { Device = device, Day = _day, Messages = _messages, Bytes = _bytes, Refused = _refused };
    }

    internal void Restore(DeviceUsage usage)
    {
        lock (_gate)
            (_day, _messages, _bytes, _refused) = (usage.Day, usage.Messages, usage.Bytes, usage.Refused);
    }

    // A clock that was put back a little must not open a new day's quota twice.
    private void Turn_NeedsLock(int day)
    {
        if (day > _day)
            (_day, _messages, _bytes, _refused) = (day, 0, 0, 0);
    }
}
