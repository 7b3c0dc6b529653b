using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Twins.Derived;

/// <summary>
/// Counts parking sites at every tick from the spots and gates that are <c>partOf</c> (a gate also <c>serves</c>) them. Pure. A site that counts itself keeps its
/// counts; its gates are held against them. Derived values are <see cref="Quality.Estimated"/>, and <see cref="Quality.Uncertain"/> too while gates and spots differ by more than
/// <see cref="ParkingCount.DriftLimitPercent"/>: that is the drift warning.
/// </summary>
internal static class ParkingSites
{
    /// <summary>Gate counts are set to zero at this hour of the Asia/Shanghai day: fewest cars move, so the spots are most likely right.</summary>
    internal const int ZeroHour = 4;

    internal const string FromSpots = "parkingSpot.spotStatus";
    internal const string FromGates = "parkingGate.entries,parkingGate.exits";

    private const string Site = "parkingSite";
    private const string Spot = "parkingSpot";
    private const string Gate = "parkingGate";
    private const long HourMs = 3_600_000;

    /// <summary>Set to zero while gates and spots disagree, a wrong count would be taken for the right one, and the right one for wrong afterwards: that waits until they agree, or for the second night.</summary>
    private const long PutOffMs = 2 * ChinaTime.DayMs;

    /// <summary>Counts every site and writes what changed to its twin; gives the sites that were written, in the order of their ids.</summary>
    internal static IReadOnlyList<DeviceTwin> Count(CommunityState state, FoldChanges changes)
    {
        List<DeviceTwin>? written = null;
        foreach (var (site, own) in state.Ticks.Parking ??= PartsOf(state))
        {
            var itself = OwnCount(site, state.NowMs);
            if ((own.Spots.Count == 0 && itself is null) || (itself is { Total: 0 }))
                continue;
            var count = itself ?? CountSpots(own.Spots);
            var inside = own.Gates.Count == 0 ? null : CountGates(site, own.Gates, count, state.NowMs);
            if (!Write(site, count, inside, itself is null, state.NowMs))
                continue;
            changes.Devices.Add(site);
            (written ??= []).Add(site);
        }

        written?.Sort(static (x, y) => string.CompareOrdinal(x.Device, y.Device));
        return written ?? [];
    }

    /// <summary>The state of the spots now.</summary>
    internal static ParkingCount CountSpots(IReadOnlyList<DeviceTwin> spots)
    {
        var count = default(ParkingCount);
        foreach (var spot in spots)
        {
            count = CodeOf(spot) switch
            {
                "free" => count with { Free = count.Free + 1 },
                "occupied" => count with { Occupied = count.Occupied + 1 },
                "closed" => count with { Closed = count.Closed + 1 },
                _ => count with { Unknown = count.Unknown + 1 },
            };
        }

        return count;
    }

    private static ParkingParts PartsOf(CommunityState state)
    {
        var parts = new ParkingParts();
        foreach (var twin in state.Devices.Values)
        {
            if (twin.Retired || twin.Class.Code is not (Spot or Gate) || SiteOf(state, twin) is not { } site)
                continue;
            if (!parts.TryGetValue(site, out var own))
                parts[site] = own = ([], []);
            (twin.Class.Code == Spot ? own.Spots : own.Gates).Add(twin);
        }

        return parts;
    }

    private static DeviceTwin? SiteOf(CommunityState state, DeviceTwin part)
    {
        foreach (var relation in part.Relations)
        {
            if (relation.Kind is RelationKind.PartOf or RelationKind.Serves
                && state.Devices.TryGetValue(relation.Target, out var site) && site.Class.Code == Site && !site.Retired)
                return site;
        }

        return null;
    }

    private static string CodeOf(DeviceTwin spot)
    {
        var latest = spot.Latest[SlotOf(spot, "spotStatus")];
        if (!spot.Online || !latest.IsSet || !latest.Quality.Counts())
            return "unknown";
        return spot.Class.Quantities[SlotOf(spot, "spotStatus")].Codes.FirstOrDefault(c => c.Value == (int)latest.Value).Key ?? "unknown";
    }

    /// <summary>
    /// Cars inside by the gates, from the last zero on; null while any gate is not heard, for cars pass it all the same. Its register tells them when it is back. A gate seen for the first time starts
    /// counting there.
    /// </summary>
    private static double? CountGates(DeviceTwin site, List<DeviceTwin> gates, ParkingCount spots, long nowMs)
    {
        if (!gates.TrueForAll(g => IsHeard(g, "entries", nowMs) && IsHeard(g, "exits", nowMs)))
            return null;
        var zeroMs = ChinaTime.FloorTo(nowMs - (ZeroHour * HourMs), ChinaTime.DayMs) + (ZeroHour * HourMs);
        var isZero = site.Gates is null || site.Gates.ZeroedAtMs < zeroMs;
        var count = site.Gates ??= new GateCount();
        foreach (var gate in gates)
        {
            var (entries, exits) = (gate.Latest[SlotOf(gate, "entries")], gate.Latest[SlotOf(gate, "exits")]);
            if (count.Seen.TryGetValue(gate.Device, out var last))
                count.Balance += RegisterStep.Between(last.Entries, entries.Value).Consumption - RegisterStep.Between(last.Exits, exits.Value).Consumption;
            count.Seen[gate.Device] = (entries.Value, exits.Value);
        }

        if (isZero && (spots.DriftPercent(count.OccupiedAtZero + count.Balance) <= ParkingCount.DriftLimitPercent || nowMs - count.ZeroedAtMs >= PutOffMs))
            (count.ZeroedAtMs, count.OccupiedAtZero, count.Balance) = (nowMs, spots.Occupied, 0);
        return count.OccupiedAtZero + count.Balance;
    }

    /// <summary>It said so within its patience, at a time and with a quality that are believed.</summary>
    private static bool IsHeard(DeviceTwin device, string quantity, long nowMs)
    {
        var latest = device.Latest[SlotOf(device, quantity)];
        return device.Online && latest.IsSet && latest.Quality.Counts() && nowMs - latest.AtMs <= Liveness.PatienceMs(device.Class);
    }

    /// <summary>What a site says of itself; null: it is silent, and counted from its spots. Nothing (a total of 0) where it cannot be compared now.</summary>
    private static ParkingCount? OwnCount(DeviceTwin site, long nowMs)
    {
        var own = site.Latest[SlotOf(site, "occupiedSpots")];
        if (own is not { IsSet: true, From: null } || nowMs - own.ReceivedAtMs > Liveness.PatienceMs(site.Class))
            return null;
        return IsHeard(site, "occupiedSpots", nowMs) ? new ParkingCount(Said("freeSpots"), Said("occupiedSpots"), Said("closedSpots"), Said("unknownSpots")) : default(ParkingCount);

        int Said(string quantity) => site.Latest[SlotOf(site, quantity)] is { IsSet: true, From: null } latest ? (int)latest.Value : 0;
    }

    private static bool Write(DeviceTwin site, ParkingCount count, double? inside, bool isCounted, long nowMs)
    {
        var drift = inside is { } cars ? count.DriftPercent(cars) : (double?)null;
        var quality = Quality.Estimated | (drift > ParkingCount.DriftLimitPercent ? Quality.Uncertain : Quality.Good);
        var changed = inside is not null && (Put(site, "gateBalance", site.Gates!.Balance, FromGates, quality, nowMs) | Put(site, "gateDrift", drift!.Value, FromGates, quality, nowMs));
        if (!isCounted)
            return changed;
        changed |= Put(site, "freeSpots", count.Free, FromSpots, quality, nowMs)
            | Put(site, "occupiedSpots", count.Occupied, FromSpots, quality, nowMs)
            | Put(site, "closedSpots", count.Closed, FromSpots, quality, nowMs)
            | Put(site, "unknownSpots", count.Unknown, FromSpots, quality, nowMs)
            | Put(site, "totalSpots", count.Total, FromSpots, quality, nowMs);
        if (count.Occupancy is { } occupancy)
            changed |= Put(site, "occupancy", occupancy, FromSpots, quality, nowMs);
        return changed;
    }

    /// <summary>Writes a value that is different, or older than the site's report interval: a count that stays is still a count of now. True when it was written.</summary>
    private static bool Put(DeviceTwin site, string quantity, double value, string from, Quality quality, long nowMs)
    {
        var slot = SlotOf(site, quantity);
        ref readonly var latest = ref site.Latest[slot];
        if (latest.IsSet && latest.Value == value && latest.Quality == quality && latest.From == from && nowMs - latest.AtMs < site.Class.ReportInterval.TotalMilliseconds)
            return false;
        site.LatestOf(slot) = new LatestValue { Value = value, AtMs = nowMs, ReceivedAtMs = nowMs, Quality = quality, IsSet = true, From = from };
        return true;
    }

    private static int SlotOf(DeviceTwin twin, string quantity) => CommunityFold.SlotOf(twin.Class, quantity);
}

/// <summary>Spots and gates of each parking site.</summary>
internal sealed class ParkingParts() : Dictionary<DeviceTwin, (List<DeviceTwin> Spots, List<DeviceTwin> Gates)>(ReferenceEqualityComparer.Instance);
