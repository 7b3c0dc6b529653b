using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// What a lane remembers of one device. <see cref="Live"/> includes items under way to the disk and belongs to the lane's lock;
/// <see cref="Committed"/> holds only what is on disk and belongs to the writer thread.
/// </summary>
internal sealed class DeviceState(string id)
{
    private DeviceAddress _address;
    private DeviceRef? _reference;

    internal string Id => id;

    internal DeviceWindow Live { get; } = new();

    internal DeviceWindow Committed { get; } = new();

    /// <summary>The newest commit that holds an item of the device; when it ends, all earlier ones have ended.</summary>
    internal BlockCommit? LastCommit { get; set; }

    /// <summary>Number of the block that <see cref="IndexInBlock"/> belongs to.</summary>
    internal long BlockNumber { get; set; } = -1;

    internal int IndexInBlock { get; set; }

    /// <summary>True when <see cref="Committed"/> differs from its row in the file.</summary>
    internal bool IsDirty { get; set; }

    /// <summary>The dictionary entry for batches, shared by all of them; a new one when the device moved.</summary>
    internal DeviceRef Reference(DeviceAddress address)
    {
        if (_reference is not null && _address == address)
            return _reference;
        _address = address;
        BlockNumber = -1;
        return _reference = new DeviceRef { Community = address.Community, Class = address.Class, Device = address.Device };
    }
}

/// <summary>The devices a lane remembers, bounded. Not thread-safe: the lane's lock guards it.</summary>
internal sealed class DeviceStates(int capacity)
{
    /// <summary>One in eight goes when the bound is reached, so that the sort is paid rarely.</summary>
    private const int EvictedShare = 8;

    private readonly Dictionary<string, DeviceState> _states = new(StringComparer.Ordinal);
    private readonly List<DeviceState> _dirty = [];

    internal int Count => _states.Count;

    internal IReadOnlyList<DeviceState> Dirty => _dirty;

    internal IEnumerable<DeviceState> All => _states.Values;

    internal DeviceState GetOrAdd(string id)
    {
        if (_states.TryGetValue(id, out var state))
            return state;
        state = new DeviceState(id);
        _states.Add(id, state);
        return state;
    }

    /// <summary>Takes a mark into the committed window. Writer thread only.</summary>
    internal void Commit(in WindowMark mark)
    {
        mark.ApplyTo(mark.Device.Committed);
        if (mark.Device.IsDirty)
            return;
        mark.Device.IsDirty = true;
        _dirty.Add(mark.Device);
    }

    internal void MarkAllDirty()
    {
        _dirty.Clear();
        foreach (var state in _states.Values)
        {
            state.IsDirty = true;
            _dirty.Add(state);
        }
    }

    internal void ClearDirty()
    {
        foreach (var state in _dirty)
            state.IsDirty = false;
        _dirty.Clear();
    }

    /// <summary>Forgets the devices heard of longest ago when the bound is passed, except those with items under way; returns their ids.</summary>
    internal IReadOnlyList<string> Evict()
    {
        if (_states.Count <= capacity)
            return [];
        var evicted = _states.Values
            .Where(state => !state.IsDirty && state.LastCommit?.Completed.IsCompleted != false)
            .OrderBy(state => state.BlockNumber)
            .Take(Math.Max(1, _states.Count / EvictedShare))
            .Select(state => state.Id)
            .ToList();
        foreach (var id in evicted)
            _states.Remove(id);
        return evicted;
    }
}
