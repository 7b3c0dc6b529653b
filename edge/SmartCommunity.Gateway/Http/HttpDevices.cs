using SmartCommunity.Gateway.Decode;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Gateway.Mqtt;

namespace SmartCommunity.Gateway.Http;

/// <summary>
/// The devices that speak HTTP: their rates outlive their requests. Bounded: a device that was silent until its bucket had refilled is as good as a new one, and is forgotten first.
/// Thread-safe; a device itself is used under its own lock.
/// </summary>
internal sealed class HttpDevices(DialectSessions dialects, DailyUsage usage, IntakeOptions options, TimeProvider time)
{
    /// <summary>Protects the dictionary.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (SpeakingDevice Device, long UsedAt)> _devices = new(StringComparer.Ordinal);

    /// <summary>How long an empty bucket takes to fill.</summary>
    private TimeSpan RefillTime => TimeSpan.FromSeconds(Math.Max(options.MessageBurst / options.MessagesPerSecond, options.SafetyEventBurst / options.SafetyEventsPerSecond));

    /// <summary>The device of an enrolment; null with <paramref name="isFull"/> when there are too many at once, else when its dialect is not known to this version.</summary>
    internal SpeakingDevice? Find(DirectoryEntry entry, out bool isFull)
    {
        var now = time.GetTimestamp();
        isFull = false;
        lock (_gate)
        {
            if (_devices.TryGetValue(entry.Address.Device, out var known) && IsSame(known.Device.Entry, entry))
            {
                _devices[entry.Address.Device] = (known.Device, now);
                known.Device.Quota = entry.Quota;
                return known.Device;
            }

            if (_devices.Count >= options.MaxConnections)
                Forget_NeedsLock();
            isFull = _devices.Count >= options.MaxConnections;
            if (isFull || dialects.Open(entry, NoWayBack.Instance) is not { } dialect)
                return null;
            var device = new SpeakingDevice(entry, dialect, usage, options, time);
            _devices[entry.Address.Device] = (device, now);
            return device;
        }
    }

    private void Forget_NeedsLock()
    {
        foreach (var (name, (_, usedAt)) in _devices)
        {
            if (time.GetElapsedTime(usedAt) >= RefillTime)
                _devices.Remove(name);
        }
    }

    private static bool IsSame(DirectoryEntry known, DirectoryEntry entry) =>
        (known.Address, known.Dialect, known.Profile) == (entry.Address, entry.Dialect, entry.Profile);

    /// <summary>A request has one answer, the gateway's own.</summary>
    private sealed class NoWayBack : IDialectOutlet
    {
        internal static readonly NoWayBack Instance = new();

        public void Publish(in DialectMessage message)
        {
            // Questions are not taken over HTTP, so no dialect has an answer to publish.
        }

        public void PublishWhenStored(in DialectMessage message)
        {
            // What a dialect says on its own is for connections.
        }
    }
}
