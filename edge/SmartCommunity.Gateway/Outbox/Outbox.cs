using System.Diagnostics.Metrics;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;
using Directory = System.IO.Directory;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// The gateway's durable log: two lanes, each its own SQLite file and writer thread. Appending never blocks and is thread-safe; what an
/// <see cref="BlockCommit"/> reports as stored survives a crash of the process.
/// </summary>
/// <remarks>
/// Items handed in (events, payloads, reports) belong to the outbox from then on. Sequences are consecutive per lane and epoch. Duplicates
/// are recognised per device and lane by (boot, seq), by the digest of a message that identifies itself, and by an event's id; the windows survive
/// crashes and trims exactly. A duplicate is not written again and gets the commit of the original.
/// </remarks>
internal sealed class Outbox : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Meter _meter;

    public Outbox(IOptions<OutboxOptions> options, TimeProvider time, ILogger<Outbox> logger)
    {
        var o = options.Value;
        _time = time;
        Directory.CreateDirectory(o.Directory);
        var epochs = new EpochFile(Path.Combine(o.Directory, "epoch"), time);
        var reserve = new DiskReserve(Path.Combine(o.Directory, "reserve"), o.ReserveBytes, logger);
        var alarmPath = Path.Combine(o.Directory, "alarm.db");
        OutboxLane Open(LanePolicy policy) => new(policy, o, epochs, reserve, time, logger, OnChanged);
        Alarm = OpenOnFullDisk(() => Open(new LanePolicy(Lane.Alarm, alarmPath, o.AlarmQuotaBytes, RefusesWhenFull: false)), reserve);
        try
        {
            var routinePath = Path.Combine(o.Directory, "routine.db");
            Routine = OpenOnFullDisk(() => Open(new LanePolicy(Lane.Routine, routinePath, o.RoutineQuotaBytes, RefusesWhenFull: true)), reserve);
        }
        catch
        {
            Alarm.Dispose();
            throw;
        }
        _meter = OutboxMeter.Observe(this);
    }

    /// <summary>Raised after every commit and refusal, on the writer threads: wake up and look, do nothing else.</summary>
    internal event Action? Changed;

    internal OutboxLane Routine { get; }

    internal OutboxLane Alarm { get; }

    /// <summary>True while routine messages are refused: disk full, or 90 % of the quota reached. Alarms go on.</summary>
    internal bool DiskRefusingRoutine => Routine.IsRefusing;

    /// <summary>Items recognised as sent before, since the start.</summary>
    internal long DuplicatesDropped => Routine.Duplicates + Alarm.Duplicates;

    /// <summary>Items refused for want of space, since the start.</summary>
    internal long Refused => Routine.Refused + Alarm.Refused;

    internal OutboxLane this[Lane lane] => lane == Lane.Alarm ? Alarm : Routine;

    internal BlockCommit Append(in DecodedMessage message)
    {
        var (boot, value) = IdentityOf(in message);
        return Routine.Append(message.Address.Device, boot, value, message, static (block, device, item) => block.Add(item, device!));
    }

    internal BlockCommit Append(DeviceAddress address, DeviceEvent deviceEvent)
    {
        var lane = SafetyRule.IsMatter(deviceEvent.Type) ? Alarm : Routine;
        var (boot, value) = IdentityOf(deviceEvent);
        return lane.Append(
            address.Device, boot, value, (address, deviceEvent), static (block, device, item) => block.Add(item.deviceEvent, device!, item.address));
    }

    internal BlockCommit AppendStatus(DeviceAddress address, long receivedAtMs, bool online) =>
        Routine.Append(
            address.Device, OutboxLane.NoMark, 0, (address, new DeviceStatus { ReceivedAtMs = receivedAtMs, Online = online }),
            static (block, device, item) => block.Add(item.Item2, device!, item.address));

    internal BlockCommit Append(DeviceAddress address, QuarantinedPayload payload) =>
        Routine.Append(
            address.Device, OutboxLane.NoMark, 0, (address, payload), static (block, device, item) => block.Add(item.payload, device!, item.address));

    internal BlockCommit Append(CommandReport report) =>
        Alarm.Append("", OutboxLane.NoMark, 0, report, static (block, _, item) => block.Add(item));

    /// <summary>Boot and value of the <see cref="WindowMark"/> that tells a message from a repeat; <see cref="OutboxLane.NoMark"/>: nothing does.</summary>
    internal static (long Boot, long Value) IdentityOf(in DecodedMessage message) =>
        message is { Boot: >= 0, Seq: >= 0 } ? (message.Boot, message.Seq)
        : message.DigestIdentifies ? (WindowMark.Digest, unchecked((long)message.Digest))
        : (OutboxLane.NoMark, 0);

    /// <summary>The same of an event: its id.</summary>
    internal static (long Boot, long Value) IdentityOf(DeviceEvent deviceEvent) => deviceEvent.EventId.Length == 0
        ? (OutboxLane.NoMark, 0)
        : (WindowMark.Digest, unchecked((long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(deviceEvent.EventId.AsSpan()))));

    /// <summary>Age of the oldest item of a lane that the cloud does not have, 0 when it has all.</summary>
    internal long AgeMs(OutboxLane lane) =>
        lane.Current.OldestReceivedAtMs is var oldest and > 0 ? Math.Max(0, _time.GetUtcNow().ToUnixTimeMilliseconds() - oldest) : 0;

    /// <summary>Writes what is open, then closes the files.</summary>
    public void Dispose()
    {
        _meter.Dispose();
        Routine.Dispose();
        Alarm.Dispose();
    }

    /// <summary>Opening writes a page or two; on a full disk the reserve gives the room, for the alarms need the gateway up.</summary>
    private static OutboxLane OpenOnFullDisk(Func<OutboxLane> open, DiskReserve reserve)
    {
        try
        {
            return open();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == OutboxLane.DiskFull && reserve.Release())
        {
            return open();
        }
    }

    private void OnChanged() => Changed?.Invoke();
}
