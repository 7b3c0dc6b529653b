using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Live;

/// <summary>
/// What a map was told of each device, so that it is told changes only. A device is in alarm while a safety event of it lies within the hour. Pure; not thread-safe.
/// </summary>
internal sealed class MapStates
{
    private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);

    /// <summary>Condition of a device on the map: what its presence says, unless it is in alarm.</summary>
    internal static Condition ConditionOf(LiveDevice device, IReadOnlySet<string> inAlarm) =>
        inAlarm.Contains(device.Device) ? Condition.Alarm : device.State switch
        {
            DevicePresence.Online => Condition.Normal,
            DevicePresence.GatewayAway => Condition.Warning,
            _ => Condition.Offline,
        };

    /// <summary>Devices with a safety event among <paramref name="events"/>.</summary>
    internal static HashSet<string> InAlarm(IEnumerable<LiveEvent> events) => events.Select(e => e.Device).ToHashSet(StringComparer.Ordinal);

    /// <summary>Devices whose condition is another than the map was told, as two columns; from here on it counts as told.</summary>
    internal (IReadOnlyList<string> Ids, IReadOnlyList<int> Codes) Changes(IEnumerable<LiveDevice> devices, IReadOnlySet<string> inAlarm)
    {
        var (ids, codes) = (new List<string>(), new List<int>());
        foreach (var device in devices)
        {
            var code = (int)ConditionOf(device, inAlarm);
            if (_told.TryGetValue(device.Device, out var known) && known == code)
                continue;
            _told[device.Device] = code;
            ids.Add(device.Device);
            codes.Add(code);
        }

        return (ids, codes);
    }

    /// <summary>Another map begins: it was told nothing.</summary>
    internal void Forget() => _told.Clear();
}
