using System.Text;
using Google.Protobuf;
using MessagePack;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Twins;

/// <summary>Writes a community's log by hand, entry by entry.</summary>
internal sealed class LogWriter(string community)
{
    internal const string Gateway = "gw-1";

    internal List<CommunityEntry> Entries { get; } = [];

    internal LogWriter Enrol(string device, string deviceClass, bool retired = false) => Relate(device, deviceClass, null, retired);

    internal LogWriter Relate(string device, string deviceClass, (string Kind, string Target)[]? relations, bool retired = false)
    {
        LoggedEnrolment[] enrolments =
        [
            new(device, deviceClass, Gateway, retired, Entries.Count + 1, relations?.Select(r => new DeviceRelation(device, r.Kind, r.Target)).ToArray()),
        ];
        return Add(LogEntryKind.Registry, atMs: 0, MessagePackSerializer.Serialize(enrolments), block: []);
    }

    internal LogWriter Twin(string id, long version, string? nameZh = null, string? desired = null)
    {
        LoggedTwin[] twins =
        [
            new() { Id = id, Community = community, Revision = version, Version = version, NameZh = nameZh, DesiredJson = desired, Relations = [new LoggedRelation("partOf", $"community:{community}")] },
        ];
        return Add(LogEntryKind.Graph, atMs: 0, MessagePackSerializer.Serialize(twins), block: []);
    }

    /// <summary>A tick of a version that did not know which gateways are away.</summary>
    internal LogWriter Tick(long atMs) => Add(LogEntryKind.Tick, atMs, body: [], block: []);

    internal LogWriter TickAway(long atMs, params string[] away) => Add(LogEntryKind.Tick, atMs, MessagePackSerializer.Serialize(away), block: []);

    internal LogWriter Measure(string device, string deviceClass, long atMs, long receivedAtMs, params (string Quantity, double Value)[] values) =>
        Measure(Gateway, device, deviceClass, atMs, receivedAtMs, values);

    internal LogWriter Measure(
        string gateway, string device, string deviceClass, long atMs, long receivedAtMs, (string Quantity, double Value)[] values, Quality quality = Quality.Good, long writtenAtMs = 0)
    {
        var batch = NewBatch(device, deviceClass);
        batch.Device.Add(0);
        batch.AtMs.Add(atMs);
        batch.ReceivedAtMs.Add(receivedAtMs);
        batch.Quality.Add((uint)quality);
        batch.ValueCount.Add((uint)values.Length);
        foreach (var (quantity, value) in values)
        {
            batch.Quantity.Add((uint)batch.Quantities.Count);
            batch.Quantities.Add(quantity);
            batch.Value.Add(value);
        }

        return AddBatch(gateway, batch, writtenAtMs);
    }

    internal LogWriter Status(string device, string deviceClass, long receivedAtMs, bool online)
    {
        var batch = NewBatch(device, deviceClass);
        batch.Statuses.Add(new DeviceStatus { Device = 0, ReceivedAtMs = receivedAtMs, Online = online });
        return AddBatch(Gateway, batch);
    }

    internal LogWriter Quarantine(string device, string deviceClass, long receivedAtMs)
    {
        var batch = NewBatch(device, deviceClass);
        batch.Quarantined.Add(new QuarantinedPayload { Device = 0, ReceivedAtMs = receivedAtMs, Topic = "t", Reason = "malformed", Detail = "", Payload = ByteString.CopyFromUtf8("?") });
        return AddBatch(Gateway, batch, receivedAtMs);
    }

    internal LogWriter Event(string device, string deviceClass, string type, string id, long atMs, string data = "", long? receivedAtMs = null)
    {
        var batch = NewBatch(device, deviceClass);
        batch.Events.Add(new DeviceEvent { Device = 0, AtMs = atMs, ReceivedAtMs = receivedAtMs ?? atMs, EventId = id, Type = type, DataJson = data });
        return AddBatch(Gateway, batch);
    }

    internal LogWriter Add(CommunityEntry entry) => Add(entry.Kind, entry.AtMs, entry.Body, entry.Block);

    internal CommunityState Fold() => Fold(new CommunityState(community), Entries);

    internal static CommunityState Fold(CommunityState state, IEnumerable<CommunityEntry> entries)
    {
        var changes = new FoldChanges();
        foreach (var entry in entries)
            CommunityFold.Apply(state, entry, changes);
        return state;
    }

    private Batch NewBatch(string device, string deviceClass) =>
        new() { Devices = { new DeviceRef { Community = community, Class = deviceClass, Device = device } } };

    private LogWriter AddBatch(string gateway, Batch batch, long writtenAtMs = 0) =>
        Add(LogEntryKind.Batch, writtenAtMs, Encoding.UTF8.GetBytes(gateway), batch.ToByteArray());

    private LogWriter Add(LogEntryKind kind, long atMs, byte[] body, byte[] block)
    {
        Entries.Add(new CommunityEntry { Position = Entries.Count + 1, Kind = kind, AtMs = atMs, Body = body, Block = block });
        return this;
    }
}
