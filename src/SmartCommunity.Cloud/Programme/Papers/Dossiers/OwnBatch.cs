using Google.Protobuf;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>
/// A frame of a gateway may carry measurements of several communities: a dossier takes its own along and nobody else's. Folds to the same state, as the fold looks at the community's devices only. Pure.
/// </summary>
internal static class OwnBatch
{
    /// <summary>The entry with what is of a community; itself when all of it is.</summary>
    internal static CommunityEntry Of(CommunityEntry entry, string community)
    {
        if (entry.Kind != LogEntryKind.Batch)
            return entry;
        var whole = entry.Columns.Batch;
        if (whole.Devices.All(d => d.Community == community) && whole.CommandReports.Count == 0)
            return entry;
        var own = Of(entry.Columns, community);
        return new CommunityEntry { Position = entry.Position, Kind = entry.Kind, AtMs = entry.AtMs, Body = entry.Body, Block = own.ToByteArray() };
    }

    private static Batch Of(BatchColumns columns, string community)
    {
        var (whole, own) = (columns.Batch, new Batch());
        var indexes = new uint?[whole.Devices.Count];
        for (var i = 0; i < indexes.Length; i++)
        {
            if (whole.Devices[i].Community != community)
                continue;
            indexes[i] = (uint)own.Devices.Count;
            own.Devices.Add(whole.Devices[i]);
        }

        own.Quantities.Add(whole.Quantities);
        AddMessages(columns, own, indexes);
        own.Events.Add(whole.Events.Where(e => indexes[e.Device] is not null).Select(e => new DeviceEvent(e) { Device = indexes[e.Device]!.Value }));
        own.Statuses.Add(whole.Statuses.Where(s => indexes[s.Device] is not null).Select(s => new DeviceStatus(s) { Device = indexes[s.Device]!.Value }));
        own.Quarantined.Add(whole.Quarantined.Where(q => indexes[q.Device] is not null).Select(q => new QuarantinedPayload(q) { Device = indexes[q.Device]!.Value }));
        return own;
    }

    private static void AddMessages(BatchColumns columns, Batch own, uint?[] indexes)
    {
        var whole = columns.Batch;
        var (atMs, receivedAtMs) = (0L, 0L);
        for (var i = 0; i < columns.Messages; i++)
        {
            if (indexes[whole.Device[i]] is not { } index)
                continue;
            own.Device.Add(index);
            own.AtMs.Add(columns.AtMs[i] - atMs);
            own.ReceivedAtMs.Add(columns.ReceivedAtMs[i] - receivedAtMs);
            (atMs, receivedAtMs) = (columns.AtMs[i], columns.ReceivedAtMs[i]);
            own.Quality.Add(whole.Quality[i]);
            own.ValueCount.Add(whole.ValueCount[i]);
            if (whole.Boot.Count > 0)
                own.Boot.Add(whole.Boot[i]);
            if (whole.Seq.Count > 0)
                own.Seq.Add(whole.Seq[i]);
            for (var v = columns.ValueStart[i]; v < columns.ValueStart[i + 1]; v++)
            {
                own.Quantity.Add(whole.Quantity[v]);
                own.Value.Add(whole.Value[v]);
            }
        }
    }
}
