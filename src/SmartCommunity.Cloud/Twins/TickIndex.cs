using SmartCommunity.Cloud.Twins.Derived;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// What lets a tick look only at what the passing of time can change: when the next device may go, which are offline, which belong together. Follows from the rest of the state; in no snapshot. Not
/// thread-safe.
/// </summary>
internal sealed class TickIndex
{
    private readonly List<DeviceTwin> _offline = [];
    private bool _isPresenceKnown;

    /// <summary>Before this instant no device goes offline or away by itself, epoch milliseconds; 0: nobody knows.</summary>
    internal long PresenceDueMs { get; set; }

    /// <summary>Devices that are offline, by id; as of the latest <see cref="SeePresences"/>.</summary>
    internal IReadOnlyList<DeviceTwin> Offline => _offline;

    /// <summary>Devices that are online or offline: the cloud knows which.</summary>
    internal int Known { get; private set; }

    /// <summary>Spots and gates of each parking site; null: to be found.</summary>
    internal ParkingParts? Parking { get; set; }

    /// <summary>The devices, by id; null: to be found. A tick goes through them, and an array is gone through in a tenth of a sorted dictionary's time.</summary>
    internal DeviceTwin[]? Devices { get; set; }

    /// <summary>Devices of each home; null: to be found.</summary>
    internal SortedDictionary<string, List<DeviceTwin>>? Homes { get; set; }

    /// <summary>Devices or their places changed.</summary>
    internal void Forget()
    {
        (Parking, Homes, Devices) = (null, null, null);
        PresenceChanged();
    }

    /// <summary>A device came or went, or a gateway did.</summary>
    internal void PresenceChanged() => (PresenceDueMs, _isPresenceKnown) = (0, false);

    /// <summary>Finds who is offline; false: nobody came or went since it was last found.</summary>
    internal bool SeePresences(CommunityState state)
    {
        if (_isPresenceKnown)
            return false;
        _isPresenceKnown = true;
        _offline.Clear();
        Known = 0;
        foreach (var twin in state.Devices.Values)
        {
            if (twin.Retired || twin.Presence is not (Presence.Online or Presence.Offline))
                continue;
            Known++;
            if (twin.Presence == Presence.Offline)
                _offline.Add(twin);
        }

        return true;
    }
}
