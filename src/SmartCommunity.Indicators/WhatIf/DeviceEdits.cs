using System.Globalization;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.WhatIf;

/// <summary>Devices added, removed and repaired.</summary>
internal static class DeviceEdits
{
    internal static void Apply(Edit edit, List<DeviceInput> devices, long instantMs)
    {
        switch (edit)
        {
            case AddDevices add:
                Add(add, devices, instantMs);
                break;
            case RemoveDevices remove:
                Remove(remove, devices, instantMs);
                break;
            case RepairDevices repair:
                Repair(repair, devices, instantMs);
                break;
        }
    }

    private static void Add(AddDevices add, List<DeviceInput> devices, long instantMs)
    {
        if (add.Count is < 1 or > AddDevices.MaxCount)
            throw new ArgumentException($"{nameof(add.Count)} is {add.Count}: 1 to {AddDevices.MaxCount} devices can be added.");
        var deviceClass = devices.FirstOrDefault(d => d.Class.Code == add.Class)?.Class ?? DeviceClassCatalogue.Default.Find(add.Class)
            ?? throw new ArgumentException($"There is no device class '{add.Class}'.");
        var values = ValuesOf(deviceClass, add.Values);
        for (var i = 0; i < add.Count; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"what-if:{add.Class}:{devices.Count:D6}");
            devices.Add(new DeviceInput(id, deviceClass, instantMs, i < add.Places.Count ? add.Places[i] : null, add.Facilities, add.Feeds, new KnownLatest(null, values, instantMs)));
        }
    }

    private static void Remove(RemoveDevices remove, List<DeviceInput> devices, long instantMs)
    {
        if (remove.Ids.Count > 0)
        {
            var ids = remove.Ids.ToHashSet(StringComparer.Ordinal);
            if (devices.RemoveAll(d => d.Class.Code == remove.Class && ids.Contains(d.Id)) < ids.Count)
                throw new ArgumentException($"Not all of the devices to remove are of class '{remove.Class}' and there: {string.Join(", ", remove.Ids)}.");
            return;
        }

        var doomed = devices.Where(d => d.Class.Code == remove.Class).OrderBy(d => Conditions.IsOnline(d, instantMs)).ThenBy(static d => d.Id, StringComparer.Ordinal)
            .Take(remove.Count).ToHashSet();
        if (doomed.Count < remove.Count)
            throw new ArgumentException($"There are {doomed.Count} devices of class '{remove.Class}', fewer than {remove.Count} to remove.");
        devices.RemoveAll(doomed.Contains);
    }

    private static void Repair(RepairDevices repair, List<DeviceInput> devices, long instantMs)
    {
        var ids = repair.Ids.ToHashSet(StringComparer.Ordinal);
        var found = 0;
        for (var i = 0; i < devices.Count; i++)
        {
            var device = devices[i];
            if (device.Class.Code != repair.Class || (ids.Count > 0 && !ids.Contains(device.Id)))
                continue;
            found++;
            devices[i] = device with { LastHeardMs = instantMs, Presence = null, Latest = new KnownLatest(device.Latest, ValuesOf(device.Class, repair.Values), instantMs) };
        }

        if (found < ids.Count)
            throw new ArgumentException($"Not all of the devices to repair are of class '{repair.Class}' and there: {string.Join(", ", repair.Ids)}.");
    }

    private static Dictionary<int, double> ValuesOf(DeviceClass deviceClass, IReadOnlyDictionary<string, double> values)
    {
        var byIndex = new Dictionary<int, double>();
        foreach (var (name, value) in values)
        {
            var index = Conditions.QuantityIndex(deviceClass, name);
            byIndex[index >= 0 ? index : throw new ArgumentException($"Class '{deviceClass.Code}' has no quantity '{name}'.")] = value;
        }

        return byIndex;
    }

    private sealed class KnownLatest(IDeviceLatest? before, Dictionary<int, double> values, long instantMs) : IDeviceLatest
    {
        public bool TryGet(int quantity, out double value, out long atMs)
        {
            if (values.TryGetValue(quantity, out value))
            {
                atMs = instantMs;
                return true;
            }

            atMs = 0;
            return before is not null && before.TryGet(quantity, out value, out atMs);
        }
    }
}
