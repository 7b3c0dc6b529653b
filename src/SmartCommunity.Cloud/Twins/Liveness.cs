using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Twins;

/// <summary>Whether a device is there. Stored as the number; never renumber.</summary>
internal enum Presence : byte
{
    /// <summary>Written by a version that did not know the difference.</summary>
    Unknown = 0,

    /// <summary>Enrolled, never heard.</summary>
    Unheard = 1,

    /// <summary>Heard within its patience.</summary>
    Online = 2,

    /// <summary>Silent beyond its patience while its gateway was there: the device's own fault.</summary>
    Offline = 3,

    /// <summary>Its gateway cannot be reached, so nobody knows.</summary>
    GatewayAway = 4,
}

/// <summary>When the cloud lost a gateway and when it came back, by the ticks of the log; 0 = not.</summary>
internal readonly record struct GatewayAbsence(long AwaySinceMs, long BackAtMs);

/// <summary>
/// Liveness of each device by its own class's report interval. Pure. A device was heard when its gateway took a message from it, whatever time the message speaks of: a device whose clock is wrong, or that sends
/// what it kept, is there; what a gateway kept while its line was cut has the time at which it was taken, so back-fill makes nobody alive (decision 0041). Off: silent for three intervals (at least 90 s), or a Last Will that stands for 15 s.
/// On: at once, unless the device flaps (was online only briefly before it went); then only after <see cref="OnAfterMessages"/> messages in a row. While
/// a gateway is away its devices are neither on nor off; when it is back they have their patience from then on.
/// </summary>
internal static class Liveness
{
    /// <summary>Silent for this many of its own reporting intervals, a device is offline. Three, as a single lost or late message must not flap it.</summary>
    internal const int OfflineAfterIntervals = 3;

    /// <summary>A device whose class reports faster than this is still given this long, in milliseconds: a reconnect takes up to 30 s.</summary>
    internal const long OfflineAfterAtLeastMs = 90_000;

    /// <summary>A Last Will counts only when nothing was heard for this long after it, in milliseconds: brief reconnects must not flap.</summary>
    internal const long LastWillGraceMs = 15_000;

    /// <summary>A gateway's absence counts after this long, in milliseconds: a reconnect of the uplink takes up to 30 s.</summary>
    internal const long GatewayGraceMs = 30_000;

    /// <summary>A flapping device is online again when heard this many times in a row: one message is what a bad link gets through now and then.</summary>
    internal const int OnAfterMessages = 3;

    /// <summary>Online for less than this many times its patience before it went, a device counts as flapping.</summary>
    private const int SteadyAfterPatiences = 2;

    /// <summary>How long a device of the class may be silent and still count as online.</summary>
    internal static long PatienceMs(DeviceClass deviceClass) =>
        Math.Max(OfflineAfterAtLeastMs, OfflineAfterIntervals * deviceClass.ReportIntervalMs);

    /// <summary>True when nothing is heard of a device. One whose link comes and goes counts as offline until it was heard three times, and is not silent while it is heard within its patience.</summary>
    internal static bool IsSilent(DeviceTwin twin, long nowMs) =>
        twin.Presence == Presence.Offline && !(twin.IsFlapping && twin.SaidOfflineAtMs == 0 && nowMs - twin.LastReceivedAtMs < PatienceMs(twin.Class));

    /// <summary>The device was heard. A gateway whose clock is ahead of the entry's writing is not believed.</summary>
    internal static void Hear(CommunityState state, DeviceTwin twin, long receivedAtMs, long writtenAtMs)
    {
        var heardMs = writtenAtMs > 0 ? Math.Min(receivedAtMs, writtenAtMs) : receivedAtMs;
        if (heardMs <= twin.LastReceivedAtMs)
            return;
        var patienceMs = PatienceMs(twin.Class);
        twin.HeardInRow = heardMs - twin.LastReceivedAtMs <= patienceMs && twin.SaidOfflineAtMs == 0 ? twin.HeardInRow + 1 : 1;
        twin.LastReceivedAtMs = heardMs;
        twin.SaidOfflineAtMs = 0;
        if (twin.Retired)
            return;
        // Back-fill tells what was, not that the device is there now.
        if (state.NowMs - heardMs > patienceMs)
        {
            if (twin.Presence == Presence.Unheard)
                Become(state, twin, Presence.Offline);
            return;
        }

        if (twin.Presence == Presence.Online || (twin.IsFlapping && twin.HeardInRow < OnAfterMessages))
            return;
        if (twin.Presence != Presence.GatewayAway)
            twin.OnlineSinceMs = heardMs;
        Become(state, twin, Presence.Online);
    }

    /// <summary>The device, or its Last Will, says that it comes or goes.</summary>
    internal static void Say(CommunityState state, DeviceTwin twin, long receivedAtMs, bool online, long writtenAtMs)
    {
        var heardMs = writtenAtMs > 0 ? Math.Min(receivedAtMs, writtenAtMs) : receivedAtMs;
        if (heardMs < twin.LastReceivedAtMs)
            return;
        if (online)
            Hear(state, twin, receivedAtMs, writtenAtMs);
        else
            (twin.SaidOfflineAtMs, state.Ticks.PresenceDueMs) = (heardMs, Math.Min(state.Ticks.PresenceDueMs, heardMs + LastWillGraceMs));
    }

    /// <summary>Takes over which gateways the cloud cannot reach at a tick.</summary>
    internal static void SeeGateways(CommunityState state, IReadOnlyCollection<string> away)
    {
        foreach (var gateway in state.Gateways.Keys.Where(g => !away.Contains(g)).ToArray())
        {
            if (state.Gateways[gateway].AwaySinceMs > 0)
                Become(state, gateway, new GatewayAbsence(0, state.NowMs));
        }

        foreach (var gateway in away)
        {
            if (!state.Gateways.TryGetValue(gateway, out var absence) || absence.AwaySinceMs == 0)
                Become(state, gateway, new GatewayAbsence(state.NowMs, 0));
        }
    }

    /// <summary>Time passes: who was silent for too long goes. Nobody is looked at before the first of them can be due.</summary>
    internal static void Tick(CommunityState state, FoldChanges changes)
    {
        if (state.NowMs < state.Ticks.PresenceDueMs)
            return;
        var dueMs = long.MaxValue;
        foreach (var twin in state.Ticks.Devices ??= [.. state.Devices.Values])
        {
            if (Pass(state, twin))
                changes.Devices.Add(twin);
            dueMs = Math.Min(dueMs, DueMs(state, twin));
        }

        state.Ticks.PresenceDueMs = dueMs;
    }

    /// <summary>Time passes: true when it changes whether the device is there.</summary>
    private static bool Pass(CommunityState state, DeviceTwin twin)
    {
        if (twin.Retired || twin.Presence is not (Presence.Online or Presence.GatewayAway))
            return false;
        var absence = AbsenceOf(state, twin);
        if (absence.AwaySinceMs > 0)
        {
            if (twin.Presence == Presence.GatewayAway || state.NowMs - absence.AwaySinceMs < GatewayGraceMs)
                return false;
            Become(state, twin, Presence.GatewayAway);
            return true;
        }

        if (!IsGone(twin, state.NowMs, absence.BackAtMs))
            return false;
        twin.IsFlapping = twin.LastReceivedAtMs - twin.OnlineSinceMs < SteadyAfterPatiences * PatienceMs(twin.Class);
        twin.HeardInRow = 0;
        Become(state, twin, Presence.Offline);
        return true;
    }

    /// <summary>Before this instant <see cref="Pass"/> changes nothing of a device of which nothing is heard.</summary>
    private static long DueMs(CommunityState state, DeviceTwin twin)
    {
        if (twin.Retired || twin.Presence is not (Presence.Online or Presence.GatewayAway))
            return long.MaxValue;
        var absence = AbsenceOf(state, twin);
        if (absence.AwaySinceMs > 0)
            return twin.Presence == Presence.GatewayAway ? long.MaxValue : absence.AwaySinceMs + GatewayGraceMs;
        var silentMs = Math.Max(twin.LastReceivedAtMs, absence.BackAtMs) + PatienceMs(twin.Class);
        return twin.SaidOfflineAtMs > 0 ? Math.Min(silentMs, twin.SaidOfflineAtMs + LastWillGraceMs) : silentMs;
    }

    /// <summary>Of most communities no gateway was ever away.</summary>
    private static GatewayAbsence AbsenceOf(CommunityState state, DeviceTwin twin) => state.Gateways.Count == 0 ? default : state.Gateways.GetValueOrDefault(twin.Gateway);

    private static void Become(CommunityState state, DeviceTwin twin, Presence presence)
    {
        twin.Presence = presence;
        state.Ticks.PresenceChanged();
    }

    private static void Become(CommunityState state, string gateway, GatewayAbsence absence)
    {
        state.Gateways[gateway] = absence;
        state.Ticks.PresenceChanged();
    }

    private static bool IsGone(DeviceTwin twin, long nowMs, long gatewayBackAtMs)
    {
        if (twin.SaidOfflineAtMs > 0 && nowMs - twin.SaidOfflineAtMs > LastWillGraceMs)
            return true;
        return nowMs - Math.Max(twin.LastReceivedAtMs, gatewayBackAtMs) > PatienceMs(twin.Class);
    }
}
