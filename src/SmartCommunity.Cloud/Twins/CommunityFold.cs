using MessagePack;
using SmartCommunity.Contracts;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// <c>CommunityState = fold(log)</c>. Pure: the state after an entry depends on the state before it and on the entry, on nothing else;
/// the same log gives the same state on any machine, whether or not the process stopped in between.
/// </summary>
internal static class CommunityFold
{
    /// <summary>
    /// Silent for this many of its own reporting intervals, a device is offline. Three, as a single lost or late message must not flap it.
    /// </summary>
    internal const int OfflineAfterIntervals = 3;

    /// <summary>A device whose class reports faster than this is still given this long, in milliseconds: a reconnect takes up to 30 s.</summary>
    internal const long OfflineAfterAtLeastMs = 90_000;

    /// <summary>A Last Will counts only when nothing was heard for this long after it, in milliseconds: brief reconnects must not flap.</summary>
    internal const long LastWillGraceMs = 15_000;

    /// <summary>Applies one entry; <paramref name="changes"/> collects what it touched.</summary>
    internal static void Apply(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        switch (entry.Kind)
        {
            case LogEntryKind.Batch:
                ApplyBatch(state, entry, changes);
                break;
            case LogEntryKind.Registry:
                ApplyRegistry(state, entry, changes);
                break;
            case LogEntryKind.Graph:
                GraphFold.Apply(state, entry);
                break;
            case LogEntryKind.Tick:
                ApplyTick(state, entry.AtMs, changes);
                break;
            default:
                throw new InvalidDataException($"Log position {entry.Position} of {state.Community} has the unknown kind {(int)entry.Kind}.");
        }

        state.Position = entry.Position;
        state.WrittenAtMs = Math.Max(state.WrittenAtMs, entry.AtMs);
    }

    private static void ApplyBatch(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var columns = entry.Columns;
        var batch = columns.Batch;
        var twins = TwinsOf(state, columns, entry.Gateway);
        var quantities = batch.Quantities.Select(QuantityCatalogue.Default.Find).ToArray();
        for (var i = 0; i < columns.Messages; i++)
        {
            if (twins[batch.Device[i]] is not { } twin)
                continue;
            ApplyMessage(state, twin, columns, i, quantities);
            changes.Devices.Add(twin);
        }

        foreach (var status in batch.Statuses)
        {
            if (twins[(int)status.Device] is { } twin)
                ApplyStatus(state, twin, status.ReceivedAtMs, status.Online, changes);
        }

        foreach (var happened in batch.Events)
        {
            if (twins[(int)happened.Device] is not { } twin)
                continue;
            Hear(state, twin, happened.ReceivedAtMs);
            changes.Devices.Add(twin);
            if (happened.Type == TwinProperties.ReportedEvent)
                GraphFold.Report(twin, happened);
            if (SafetyEvents.Types.Contains(happened.Type))
                Remember(state, new RememberedEvent(twin.Device, happened.Type, happened.EventId, happened.AtMs, happened.ReceivedAtMs), changes);
        }
    }

    private static DeviceTwin?[] TwinsOf(CommunityState state, BatchColumns columns, string gateway)
    {
        var devices = columns.Batch.Devices;
        var twins = new DeviceTwin?[devices.Count];
        for (var i = 0; i < twins.Length; i++)
        {
            if (devices[i].Community == state.Community && state.Devices.TryGetValue(devices[i].Device, out var twin)
                && (gateway.Length == 0 || twin.Gateway == gateway))
                twins[i] = twin;
        }

        return twins;
    }

    private static void ApplyMessage(CommunityState state, DeviceTwin twin, BatchColumns columns, int message, Quantity?[] quantities)
    {
        var batch = columns.Batch;
        var atMs = columns.AtMs[message];
        var receivedAtMs = columns.ReceivedAtMs[message];
        var quality = (Quality)batch.Quality[message];
        for (var v = columns.ValueStart[message]; v < columns.ValueStart[message + 1]; v++)
        {
            var slot = SlotOf(twin.Class, quantities[batch.Quantity[v]]);
            if (slot < 0)
                continue;
            ref var latest = ref twin.Latest[slot];
            // Latest by event time; of two measurements of the same instant the later received one stands.
            if (latest.IsSet && (atMs < latest.AtMs || (atMs == latest.AtMs && receivedAtMs < latest.ReceivedAtMs)))
                continue;
            latest = new LatestValue { Value = batch.Value[v], AtMs = atMs, ReceivedAtMs = receivedAtMs, Quality = quality, IsSet = true };
        }

        Hear(state, twin, receivedAtMs);
        state.Messages++;
        state.LastAtMs = Math.Max(state.LastAtMs, atMs);
    }

    /// <summary>Where a class keeps a quantity among its latest values; −1 where it has none of it.</summary>
    internal static int SlotOf(DeviceClass deviceClass, Quantity? quantity)
    {
        for (var i = 0; i < deviceClass.Quantities.Count; i++)
        {
            if (ReferenceEquals(deviceClass.Quantities[i], quantity))
                return i;
        }

        return -1;
    }

    private static void Hear(CommunityState state, DeviceTwin twin, long receivedAtMs)
    {
        if (receivedAtMs <= twin.LastReceivedAtMs)
            return;
        twin.LastReceivedAtMs = receivedAtMs;
        twin.SaidOfflineAtMs = 0;
        // Back-fill tells what was, not that the device is there now.
        twin.Online = !twin.Retired && state.NowMs - receivedAtMs <= PatienceMs(twin.Class);
    }

    private static void ApplyStatus(CommunityState state, DeviceTwin twin, long receivedAtMs, bool online, FoldChanges changes)
    {
        if (receivedAtMs < twin.LastReceivedAtMs)
            return;
        if (online)
            Hear(state, twin, receivedAtMs);
        else
            twin.SaidOfflineAtMs = receivedAtMs;
        changes.Devices.Add(twin);
    }

    private static void Remember(CommunityState state, RememberedEvent happened, FoldChanges changes)
    {
        state.Events.Enqueue(happened);
        if (state.Events.Count > CommunityState.MaxEvents)
            state.Events.Dequeue();
        changes.Events.Add(happened);
    }

    private static void ApplyTick(CommunityState state, long nowMs, FoldChanges changes)
    {
        if (nowMs <= state.NowMs)
            return;
        const double MillisecondsPerSecond = 1000.0;
        state.MessagesPerSecond = state.NowMs == 0 ? 0 : (state.Messages - state.MessagesAtTick) * MillisecondsPerSecond / (nowMs - state.NowMs);
        state.MessagesAtTick = state.Messages;
        state.NowMs = nowMs;
        foreach (var twin in state.Devices.Values)
        {
            if (!twin.Online || !IsGone(twin, nowMs))
                continue;
            twin.Online = false;
            changes.Devices.Add(twin);
        }
    }

    private static bool IsGone(DeviceTwin twin, long nowMs)
    {
        if (twin.SaidOfflineAtMs > 0 && nowMs - twin.SaidOfflineAtMs > LastWillGraceMs)
            return true;
        return nowMs - twin.LastReceivedAtMs > PatienceMs(twin.Class);
    }

    /// <summary>How long a device of the class may be silent and still count as online.</summary>
    internal static long PatienceMs(DeviceClass deviceClass) =>
        Math.Max(OfflineAfterAtLeastMs, OfflineAfterIntervals * (long)deviceClass.ReportInterval.TotalMilliseconds);

    private static void ApplyRegistry(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        foreach (var enrolment in MessagePackSerializer.Deserialize<LoggedEnrolment[]>(entry.Body))
        {
            if (DeviceClassCatalogue.Default.Find(enrolment.Class) is not { } deviceClass)
                continue;
            if (!state.Devices.TryGetValue(enrolment.Device, out var twin))
                state.Devices[enrolment.Device] = twin = NewTwin(enrolment.Device, deviceClass);
            twin.Gateway = enrolment.Gateway;
            twin.Retired = enrolment.Retired;
            twin.Online &= !enrolment.Retired;
            state.RegistryVersion = Math.Max(state.RegistryVersion, enrolment.Version);
            changes.Devices.Add(twin);
        }
    }

    internal static DeviceTwin NewTwin(string device, DeviceClass deviceClass) =>
        new() { Device = device, Class = deviceClass, Latest = new LatestValue[deviceClass.Quantities.Count] };
}
