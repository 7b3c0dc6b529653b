using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.WhatIf;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Scoring.WhatIf;

/// <summary>Reads edits of devices, held to the devices there are; keeps account of those added and removed by the edits before. Pure; used once.</summary>
internal sealed class DeviceEditReader(IReadOnlyList<DeviceInput> devices, params IReadOnlyList<StandardPack> packs)
{
    /// <summary>Devices added in all: three times a large community's, and scored within the time there is.</summary>
    internal const int MaxAdded = 10_000;

    private static readonly string[] _feeds = ["community", "building", "unit", "facility"];

    private readonly Dictionary<string, HashSet<string>> _ids = devices.GroupBy(static d => d.Class.Code, StringComparer.Ordinal)
        .ToDictionary(static g => g.Key, static g => g.Select(static d => d.Id).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private readonly Dictionary<string, int> _counts = devices.GroupBy(static d => d.Class.Code, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal);
    private int _added;

    internal Outcome<Edit> Read(ScoreEdit edit)
    {
        var code = edit.Class ?? "";
        if ((devices.FirstOrDefault(d => d.Class.Code == code)?.Class ?? DeviceClassCatalogue.Default.Find(code)) is not { } deviceClass)
            return FactCheck.Invalid("class", $"There is no device class '{FactCheck.Short(code)}'; see /api/v1/catalogue/classes.");
        return edit.Kind switch
        {
            EditKinds.AddDevices => Add(edit, deviceClass),
            EditKinds.RemoveDevices => Remove(edit, code),
            _ => Repair(edit, deviceClass),
        };
    }

    private Outcome<Edit> Add(ScoreEdit edit, DeviceClass deviceClass)
    {
        var faults = ValueFaults(edit, deviceClass);
        var left = MaxAdded - _added;
        var count = edit.Count ?? 0;
        if (count < 1 || count > left)
            faults.Add(FactCheck.Invalid("count", $"count {edit.Count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(absent)"} must be 1 to {left}: at most {MaxAdded} devices can be added."));
        if (edit.Places?.Count > Math.Max(count, 0))
            faults.Add(FactCheck.Invalid("places", $"places are {edit.Places.Count}, more than the {count} devices."));
        if (edit.Places?.FirstOrDefault(static p => !Graph.TwinId.TryParse(p, out _)) is { } place)
            faults.Add(FactCheck.Invalid("places", $"'{FactCheck.Short(place)}' is no id of a place, such as unit:3-102."));
        var kinds = packs.SelectMany(static p => p.FacilityKinds).Select(static k => k.Code).Distinct(StringComparer.Ordinal).ToArray();
        if (edit.Facilities?.FirstOrDefault(f => !kinds.Contains(f)) is { } facility)
            faults.Add(FactCheck.Invalid("facilities", $"'{FactCheck.Short(facility)}' must be one of: {string.Join(", ", kinds)}."));
        if (edit.Feeds?.FirstOrDefault(static f => !_feeds.Contains(f)) is { } feed)
            faults.Add(FactCheck.Invalid("feeds", $"'{FactCheck.Short(feed)}' must be one of: {string.Join(", ", _feeds)}."));
        if (faults.Count > 0)
            return faults.ToArray();
        _added += count;
        _counts[deviceClass.Code] = _counts.GetValueOrDefault(deviceClass.Code) + count;
        return new AddDevices(deviceClass.Code, count, edit.Places ?? [], Sorted(edit.Facilities), Sorted(edit.Feeds), Values(edit));
    }

    private Outcome<Edit> Remove(ScoreEdit edit, string code)
    {
        var there = _counts.GetValueOrDefault(code);
        if (edit.Ids is { Count: > 0 })
        {
            if (edit.Count is not null)
                return FactCheck.Invalid("count", "count is given beside ids; give either.");
            if (IdFault(edit.Ids, code) is { } fault)
                return fault;
            var removed = edit.Ids.Distinct(StringComparer.Ordinal).ToArray();
            _ids[code].ExceptWith(removed);
            _counts[code] = there - removed.Length;
            return new RemoveDevices(code, removed, 0);
        }

        if (edit.Count is not { } count || count < 1 || count > there)
            return FactCheck.Invalid("count", $"count {edit.Count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(absent)"} must be 1 to {there}, the devices of class '{code}' that are there.");
        _counts[code] = there - count;
        return new RemoveDevices(code, [], count);
    }

    private Outcome<Edit> Repair(ScoreEdit edit, DeviceClass deviceClass)
    {
        var faults = ValueFaults(edit, deviceClass);
        if (_counts.GetValueOrDefault(deviceClass.Code) == 0)
            faults.Add(FactCheck.Invalid("class", $"There is no device of class '{deviceClass.Code}' to repair."));
        else if (IdFault(edit.Ids ?? [], deviceClass.Code) is { } fault)
            faults.Add(fault);
        return faults.Count > 0 ? faults.ToArray() : new RepairDevices(deviceClass.Code, [.. (edit.Ids ?? []).Distinct(StringComparer.Ordinal)], Values(edit));
    }

    private Fault? IdFault(IReadOnlyList<string> ids, string code)
    {
        const int most = 1_000; // A page of the registry and more; all of a class need no ids.
        if (ids.Count > most)
            return FactCheck.Invalid("ids", $"ids are {ids.Count}, more than the limit of {most}.");
        var known = _ids.GetValueOrDefault(code);
        return ids.FirstOrDefault(id => known?.Contains(id ?? "") != true) is { } unknown
            ? FactCheck.Invalid("ids", $"'{FactCheck.Short(unknown)}' is no device of class '{code}' in this community.")
            : ids.Contains(null!) ? FactCheck.Invalid("ids", "An id must be a text, not null.") : null;
    }

    private static List<Fault> ValueFaults(ScoreEdit edit, DeviceClass deviceClass)
    {
        var faults = new List<Fault>();
        foreach (var (name, value) in edit.Values ?? new Dictionary<string, double>())
        {
            var quantity = deviceClass.Quantities.FirstOrDefault(q => q.Name == name);
            if (quantity is null)
                faults.Add(FactCheck.Invalid("values", $"Class '{deviceClass.Code}' has no quantity '{FactCheck.Short(name)}'; it has {string.Join(", ", deviceClass.Quantities.Select(static q => q.Name))}."));
            else if (!(value >= quantity.Min && value <= quantity.Max))
                faults.Add(FactCheck.Invalid("values", FormattableString.Invariant($"{name} {value} must be {quantity.Min} to {quantity.Max} ({quantity.Unit}).")));
        }

        return faults;
    }

    private static Dictionary<string, double> Values(ScoreEdit edit) => new(edit.Values ?? new Dictionary<string, double>(), StringComparer.Ordinal);

    private static string[] Sorted(IReadOnlyList<string>? names) => [.. (names ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
