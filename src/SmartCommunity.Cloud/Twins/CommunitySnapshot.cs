using MessagePack;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins.Derived;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// A <see cref="CommunityState"/> as bytes. Canonical: devices by id, values by class order, so equal states give equal bytes.
/// A value names its quantity, so a snapshot survives a class that grows.
/// </summary>
internal static class CommunitySnapshot
{
    private static readonly MessagePackSerializerOptions Packed = MessagePackSerializerOptions.Standard.WithCompression(MessagePackCompression.Lz4BlockArray);

    /// <summary>As <see cref="Write"/>, compressed: what the store keeps, a third as large.</summary>
    internal static byte[] Pack(CommunityState state) => MessagePackSerializer.Serialize(RecordOf(state), Packed);

    internal static byte[] Write(CommunityState state) => MessagePackSerializer.Serialize(RecordOf(state));

    /// <summary>What <see cref="Write"/> or <see cref="Pack"/> gave.</summary>
    internal static CommunityState Read(ReadOnlyMemory<byte> bytes, HeldOnce? held = null) =>
        StateOf(MessagePackSerializer.Deserialize<StateRecord>(bytes, Packed), held ?? HeldOnce.Nothing, isScored: true);

    /// <summary>The same without what scores need, which is most of it; see <see cref="CommunityState.IsScored"/>.</summary>
    internal static CommunityState ReadUnscored(ReadOnlyMemory<byte> bytes) => StateOf(MessagePackSerializer.Deserialize<StateRecord>(bytes, Packed), HeldOnce.Nothing, isScored: false);

    private static StateRecord RecordOf(CommunityState state) => new(
        state.Community, state.Position, state.NowMs, state.RegistryVersion, state.LastAtMs, state.Messages, state.MessagesAtTick,
        state.MessagesPerSecond, [.. state.Devices.Values.Select(RecordOf)],
        [.. state.Events.Select(static e => new EventRecord(e.Device, e.Type, e.EventId, e.AtMs, e.ReceivedAtMs))],
        [.. state.Gateways.Select(static g => new GatewayRecord(g.Key, g.Value.AwaySinceMs, g.Value.BackAtMs))],
        state.WrittenAtMs, state.GraphVersion, [.. state.Twins.Values], FactsRecord.Of(state.Facts), ScoringRecord.Of(state.Scoring), AlertsRecord.Of(state.Alerts), DetectionsRecord.Of(state.Detections));

    private static CommunityState StateOf(StateRecord record, HeldOnce held, bool isScored)
    {
        var state = new CommunityState(record.Community)
        {
            Held = held,
            IsScored = isScored,
            Position = record.Position,
            NowMs = record.NowMs,
            RegistryVersion = record.RegistryVersion,
            LastAtMs = record.LastAtMs,
            Messages = record.Messages,
            MessagesAtTick = record.MessagesAtTick,
            MessagesPerSecond = record.MessagesPerSecond,
            WrittenAtMs = record.WrittenAtMs,
            GraphVersion = record.GraphVersion,
        };
        foreach (var twin in record.Twins ?? [])
            GraphFold.Put(state, twin);
        record.Facts?.FillInto(state.Facts);
        foreach (var device in record.Devices)
        {
            if (DeviceClassCatalogue.Current.Find(device.Class) is { } deviceClass)
                state.Devices[device.Device] = TwinOf(device, deviceClass, held);
        }

        foreach (var gateway in record.Gateways ?? [])
            state.Gateways[gateway.Gateway] = new GatewayAbsence(gateway.AwaySinceMs, gateway.BackAtMs);
        foreach (var e in record.Events)
            state.Events.Enqueue(new RememberedEvent(e.Device, e.Type, e.EventId, e.AtMs, e.ReceivedAtMs));
        if (isScored)
            record.Scoring?.FillInto(state.Scoring, state.Community);
        record.Alerts?.FillInto(state.Alerts);
        record.Detections?.FillInto(state.Detections);
        // The log holds at least what the state has taken in.
        state.Facts.Versions = state.Facts.Versions with { Alerts = state.Alerts.Version, AlertSettings = state.Alerts.Settings.Version };
        ScoringFold.Subscribe(state);
        return state;
    }

    private static DeviceRecord RecordOf(DeviceTwin twin) => new(
        twin.Device, twin.Class.Code, twin.Gateway, twin.Retired, twin.Online, twin.LastReceivedAtMs, twin.SaidOfflineAtMs,
        [.. twin.Class.Quantities
            .Zip(twin.Latest)
            .Where(static pair => pair.Second.IsSet)
            .Select(static pair => new ValueRecord(
                pair.First.Name, pair.Second.Value, pair.Second.AtMs, pair.Second.ReceivedAtMs, (byte)pair.Second.Quality, pair.Second.From))],
        (byte)twin.Presence, twin.OnlineSinceMs, twin.IsFlapping, twin.HeardInRow, [.. twin.Relations],
        twin.Gates is { } gates ? new GateCountRecord(gates.ZeroedAtMs, gates.OccupiedAtZero, gates.Balance, [.. gates.Seen.Select(static g => new GateRecord(g.Key, g.Value.Entries, g.Value.Exits))]) : null,
        twin.ReportedJson, twin.ReportedVersion, twin.ReportedAtMs);

    private static DeviceTwin TwinOf(DeviceRecord record, DeviceClass deviceClass, HeldOnce held)
    {
        var twin = CommunityFold.NewTwin(held.Device(record.Device), deviceClass);
        twin.Gateway = held.Name(record.Gateway);
        twin.Retired = record.Retired;
        twin.Presence = record.Presence != 0 ? (Presence)record.Presence : PresenceOf(record);
        twin.OnlineSinceMs = record.OnlineSinceMs;
        twin.IsFlapping = record.IsFlapping;
        twin.HeardInRow = record.HeardInRow;
        twin.Relations = [.. (record.Relations ?? []).Select(r => held.Relation(r.Device, r.Kind, r.Target))];
        twin.Gates = record.Gates is { } gates ? GateCountOf(gates) : null;
        twin.LastReceivedAtMs = record.LastReceivedAtMs;
        twin.SaidOfflineAtMs = record.SaidOfflineAtMs;
        (twin.ReportedJson, twin.ReportedVersion, twin.ReportedAtMs) = (record.ReportedJson, record.ReportedVersion, record.ReportedAtMs);
        for (var slot = 0; slot < twin.Latest.Length; slot++)
        {
            if (Array.Find(record.Values, v => v.Quantity == deviceClass.Quantities[slot].Name) is { } value)
                twin.LatestOf(slot) = new LatestValue
                {
                    Value = value.Value,
                    AtMs = value.AtMs,
                    ReceivedAtMs = value.ReceivedAtMs,
                    Quality = (Quality)value.Quality,
                    IsSet = true,
                    From = value.From,
                };
        }

        return twin;
    }

    /// <summary>A snapshot of a version that knew online and offline only.</summary>
    private static Presence PresenceOf(DeviceRecord record) =>
        record.Online ? Presence.Online : record.LastReceivedAtMs == 0 ? Presence.Unheard : Presence.Offline;

    private static GateCount GateCountOf(GateCountRecord record)
    {
        var count = new GateCount { ZeroedAtMs = record.ZeroedAtMs, OccupiedAtZero = record.OccupiedAtZero, Balance = record.Balance };
        foreach (var gate in record.Seen)
            count.Seen[gate.Gate] = (gate.Entries, gate.Exits);
        return count;
    }
}

/// <summary>Snapshot layout: the state. Keys are positions in an array; only ever append.</summary>
[MessagePackObject]
public sealed record StateRecord(
    [property: Key(0)] string Community,
    [property: Key(1)] long Position,
    [property: Key(2)] long NowMs,
    [property: Key(3)] long RegistryVersion,
    [property: Key(4)] long LastAtMs,
    [property: Key(5)] long Messages,
    [property: Key(6)] long MessagesAtTick,
    [property: Key(7)] double MessagesPerSecond,
    [property: Key(8)] DeviceRecord[] Devices,
    [property: Key(9)] EventRecord[] Events,
    [property: Key(10)] GatewayRecord[]? Gateways = null,
    [property: Key(11)] long WrittenAtMs = 0,
    [property: Key(12)] long GraphVersion = 0,
    [property: Key(13)] LoggedTwin[]? Twins = null,
    [property: Key(14)] FactsRecord? Facts = null,
    [property: Key(15)] ScoringRecord? Scoring = null,
    [property: Key(16)] AlertsRecord? Alerts = null,
    [property: Key(17)] DetectionsRecord? Detections = null);

/// <summary>Snapshot layout: a gateway that is or was away.</summary>
[MessagePackObject]
public sealed record GatewayRecord(
    [property: Key(0)] string Gateway,
    [property: Key(1)] long AwaySinceMs,
    [property: Key(2)] long BackAtMs);

/// <summary>Snapshot layout: a device.</summary>
[MessagePackObject]
public sealed record DeviceRecord(
    [property: Key(0)] string Device,
    [property: Key(1)] string Class,
    [property: Key(2)] string Gateway,
    [property: Key(3)] bool Retired,
    [property: Key(4)] bool Online,
    [property: Key(5)] long LastReceivedAtMs,
    [property: Key(6)] long SaidOfflineAtMs,
    [property: Key(7)] ValueRecord[] Values,
    [property: Key(8)] byte Presence = 0,
    [property: Key(9)] long OnlineSinceMs = 0,
    [property: Key(10)] bool IsFlapping = false,
    [property: Key(11)] int HeardInRow = 0,
    [property: Key(12)] DeviceRelation[]? Relations = null,
    [property: Key(13)] GateCountRecord? Gates = null,
    [property: Key(14)] string? ReportedJson = null,
    [property: Key(15)] long ReportedVersion = 0,
    [property: Key(16)] long ReportedAtMs = 0);

/// <summary>Snapshot layout: what a parking site's gates counted.</summary>
[MessagePackObject]
public sealed record GateCountRecord(
    [property: Key(0)] long ZeroedAtMs,
    [property: Key(1)] int OccupiedAtZero,
    [property: Key(2)] double Balance,
    [property: Key(3)] GateRecord[] Seen);

/// <summary>Snapshot layout: the registers of a gate as last counted.</summary>
[MessagePackObject]
public sealed record GateRecord(
    [property: Key(0)] string Gate,
    [property: Key(1)] double Entries,
    [property: Key(2)] double Exits);

/// <summary>Snapshot layout: a latest value.</summary>
[MessagePackObject]
public sealed record ValueRecord(
    [property: Key(0)] string Quantity,
    [property: Key(1)] double Value,
    [property: Key(2)] long AtMs,
    [property: Key(3)] long ReceivedAtMs,
    [property: Key(4)] byte Quality,
    [property: Key(5)] string? From = null);

/// <summary>Snapshot layout: a remembered safety event.</summary>
[MessagePackObject]
public sealed record EventRecord(
    [property: Key(0)] string Device,
    [property: Key(1)] string Type,
    [property: Key(2)] string EventId,
    [property: Key(3)] long AtMs,
    [property: Key(4)] long ReceivedAtMs);
