using MessagePack;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Falls;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins.Derived;
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
    /// <summary>Applies one entry; <paramref name="changes"/> collects what it touched.</summary>
    internal static void Apply(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        ScoringFold.Begin(state, entry.AtMs);
        changes.Raised = 0;
        switch (entry.Kind)
        {
            case LogEntryKind.Batch:
                ApplyBatch(state, entry, changes);
                break;
            case LogEntryKind.Registry:
                ApplyRegistry(state, entry, changes);
                ScoringFold.Subscribe(state);
                break;
            case LogEntryKind.Graph:
                GraphFold.Apply(state, entry);
                ScoringFold.Subscribe(state);
                state.Alerts.Settings.Forget();
                foreach (var twin in state.Devices.Values)
                    changes.Devices.Add(twin);
                break;
            case LogEntryKind.Facts:
                FactsFold.ApplyFacts(state, entry, changes);
                break;
            case LogEntryKind.Evidence:
                FactsFold.ApplyEvidence(state, entry, changes);
                break;
            case LogEntryKind.Steps:
                FactsFold.ApplySteps(state, entry, changes);
                break;
            case LogEntryKind.Rules:
                AlertFold.ApplyRules(state, entry, changes);
                break;
            case LogEntryKind.AlertActions:
                AlertActionFold.Apply(state, entry, changes);
                break;
            case LogEntryKind.AlertSettings:
                SettingsFold.Apply(state, entry, changes);
                break;
            case LogEntryKind.Detections:
                DetectionFold.Apply(state, entry, changes);
                break;
            case LogEntryKind.Tick:
                ApplyTick(state, entry, changes);
                break;
            default:
                throw new InvalidDataException($"Log position {entry.Position} of {state.Community} has the unknown kind {(int)entry.Kind}.");
        }

        ScoringFold.End(state);
        state.Position = entry.Position;
        state.WrittenAtMs = Math.Max(state.WrittenAtMs, entry.AtMs);
    }

    private static void ApplyBatch(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var columns = entry.Columns;
        var batch = columns.Batch;
        var twins = entry.Twins ?? TwinsOf(state, columns, entry.Gateway);
        var quantities = entry.Quantities;
        for (var i = 0; i < columns.Messages; i++)
        {
            if (twins[batch.Device[i]] is not { } twin)
                continue;
            CountFold.SeeMessage(state, twin, columns.AtMs[i], columns.ReceivedAtMs[i], NowOf(state, entry), changes);
            ApplyMessage(state, twin, entry, i, quantities);
            MeasuredFold.See(state, twin, columns.AtMs[i], (Quality)batch.Quality[i], NowOf(state, entry), changes);
            changes.Devices.Add(twin);
        }

        foreach (var status in batch.Statuses)
        {
            if (twins[(int)status.Device] is { } twin)
            {
                Liveness.Say(state, twin, status.ReceivedAtMs, status.Online, entry.AtMs);
                if (!status.Online)
                    CountFold.See(state, twin, CountedKind.Losses, status.ReceivedAtMs, NowOf(state, entry), changes);
                changes.Devices.Add(twin);
            }
        }

        foreach (var refused in batch.Quarantined)
        {
            if (twins[(int)refused.Device] is { } twin)
                CountFold.See(state, twin, CountedKind.Quarantined, refused.ReceivedAtMs, NowOf(state, entry), changes);
        }

        foreach (var happened in batch.Events)
        {
            if (twins[(int)happened.Device] is not { } twin)
                continue;
            if (happened.Type == RefusedEvent.Type)
            {
                CountFold.See(state, twin, CountedKind.Refusals, happened.ReceivedAtMs, NowOf(state, entry), changes);
                continue;
            }

            Liveness.Hear(state, twin, happened.ReceivedAtMs, entry.AtMs);
            changes.Devices.Add(twin);
            if (state.IsScored && ((Quality)happened.Quality & ScoringFold.LeftOut) == 0)
                state.Scoring.Aggregates.AddEvent(state.Scoring.TargetsOf(state, twin), happened.Type, happened.EventId, happened.AtMs, happened.DataJson);
            if (happened.Type == TwinProperties.ReportedEvent)
                GraphFold.Report(twin, happened);
            AlertFold.See(state, twin, happened, NowOf(state, entry), changes);
            if (happened.Type == ImpactReader.Event)
                changes.Impacts.Add(new Impact(state.Community, twin.Class.Code, twin.Device, happened.EventId, happened.AtMs, happened.ReceivedAtMs, happened.DataJson));
            if (SafetyEvents.Types.Contains(happened.Type))
                Remember(state, new RememberedEvent(twin.Device, happened.Type, happened.EventId, happened.AtMs, happened.ReceivedAtMs), changes);
        }
    }

    private static long NowOf(CommunityState state, CommunityEntry entry) => Math.Max(state.WrittenAtMs, entry.AtMs);

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

    private static void ApplyMessage(CommunityState state, DeviceTwin twin, CommunityEntry entry, int message, Quantity?[] quantities)
    {
        var columns = entry.Columns;
        var batch = columns.Batch;
        var atMs = columns.AtMs[message];
        var receivedAtMs = columns.ReceivedAtMs[message];
        var quality = (Quality)batch.Quality[message];
        var bodyMass = new BodyMass(twin.Class);
        var targets = state.IsScored ? state.Scoring.TargetsOf(state, twin) : null;
        for (var v = columns.ValueStart[message]; v < columns.ValueStart[message + 1]; v++)
        {
            var slot = twin.Class.IndexOf(quantities[batch.Quantity[v]]);
            if (slot < 0)
                continue;
            bodyMass.See(slot, batch.Value[v]);
            if (targets is not null)
                state.Scoring.Aggregates.Add(targets, slot, atMs, batch.Value[v], quality);
            Take(twin, slot, new LatestValue { Value = batch.Value[v], AtMs = atMs, ReceivedAtMs = receivedAtMs, Quality = quality, IsSet = true });
        }

        if (bodyMass.Index is { } index)
            Take(twin, bodyMass.Slot, new LatestValue { Value = index, AtMs = atMs, ReceivedAtMs = receivedAtMs, Quality = quality | Quality.Estimated, IsSet = true, From = BodyMass.From });
        Liveness.Hear(state, twin, receivedAtMs, entry.AtMs);
        state.Messages++;
        state.LastAtMs = Math.Max(state.LastAtMs, atMs);
    }

    /// <summary>Of two values that are equally late the one that comes second stands.</summary>
    private static void Take(DeviceTwin twin, int slot, in LatestValue value)
    {
        if (!twin.Latest[slot].IsSet || !twin.Latest[slot].IsLaterThan(value))
            twin.LatestOf(slot) = value;
    }

    /// <summary>Where a class keeps a quantity of the catalogue among its latest values; −1 where it has none of it.</summary>
    internal static int SlotOf(DeviceClass deviceClass, string quantity) => deviceClass.IndexOf(QuantityCatalogue.Default.Find(quantity));

    private static void Remember(CommunityState state, RememberedEvent happened, FoldChanges changes)
    {
        // A device that saw no acknowledgement says it again under the same id.
        if (state.Events.Any(e => e.Device == happened.Device && e.Type == happened.Type && e.EventId == happened.EventId))
            return;
        state.Events.Enqueue(happened);
        if (state.Events.Count > CommunityState.MaxEvents)
            state.Events.Dequeue();
        changes.Events.Add(happened);
    }

    private static void ApplyTick(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var nowMs = entry.AtMs;
        if (nowMs <= state.NowMs)
            return;
        const double MillisecondsPerSecond = 1000.0;
        state.MessagesPerSecond = state.NowMs == 0 ? 0 : (state.Messages - state.MessagesAtTick) * MillisecondsPerSecond / (nowMs - state.NowMs);
        state.MessagesAtTick = state.Messages;
        if (state.NowMs > 0 && SeriesSampler.EndOf(nowMs) > SeriesSampler.EndOf(state.NowMs))
            changes.SampledQuarterMs = SeriesSampler.EndOf(nowMs);
        state.NowMs = nowMs;
        if (entry.Body.Length > 0)
            Liveness.SeeGateways(state, MessagePackSerializer.Deserialize<string[]>(entry.Body));
        Liveness.Tick(state, changes);
        foreach (var site in ParkingSites.Count(state, changes))
            MeasuredFold.See(state, site, nowMs, Quality.Estimated, nowMs, changes);
        AlertFold.Tick(state, changes);
        ScoringFold.Tick(state, entry.Position, changes);
    }

    private static void ApplyRegistry(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        foreach (var enrolment in MessagePackSerializer.Deserialize<LoggedEnrolment[]>(entry.Body))
        {
            if (DeviceClassCatalogue.Current.Find(enrolment.Class) is not { } deviceClass)
                continue;
            if (!state.Devices.TryGetValue(enrolment.Device, out var twin))
                state.Devices[enrolment.Device] = twin = NewTwin(state.Held.Device(enrolment.Device), deviceClass);
            twin.Gateway = state.Held.Name(enrolment.Gateway);
            twin.Retired = enrolment.Retired;
            if (enrolment.Retired)
                twin.Presence = Presence.Offline;
            twin.Relations = enrolment.Relations ?? twin.Relations;
            state.RegistryVersion = Math.Max(state.RegistryVersion, enrolment.Version);
            changes.Devices.Add(twin);
        }
    }

    internal static DeviceTwin NewTwin(string device, DeviceClass deviceClass) =>
        new() { Device = device, Class = deviceClass, Latest = new LatestValue[deviceClass.Quantities.Count] };
}
