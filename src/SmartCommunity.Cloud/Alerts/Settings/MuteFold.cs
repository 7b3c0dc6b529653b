using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>
/// What maintenance windows keep quiet, and what their end brings back. Pure; part of <see cref="AlertFold"/>. A condition that lasts (a value, a silence) is muted while a window acts. An event is
/// muted when it happened while one acted, whenever it comes; it is over with itself, unless the value that says the same still stands.
/// </summary>
internal static class MuteFold
{
    /// <summary>True when a window mutes what would raise an alert now.</summary>
    internal static bool Takes(CommunityState state, in AlertFold.Cause cause, long nowMs, FoldChanges changes, bool stillHolds = false)
    {
        var isEvent = cause.EventId.Length > 0 && !stillHolds;
        if (state.Alerts.Settings.All.Count == 0 || Window(state, cause, isEvent ? cause.Reason.AtMs : nowMs, isEvent) is not { } window)
            return false;
        if (!window.IsActing && Stands(state, cause.Device, cause.EventType))
            return false; // It comes after the window's end, and what it says still is so.
        (window.MutedAtMs, window.MutedWhat) = (nowMs, $"{cause.Rule.Id} {cause.Subject}");
        window.Muted++;
        SettingsFold.Tell(state, window, changes);
        if (window.IsActing)
            state.Alerts.Settings.Muted[(cause.Rule.Id, KeyOf(cause))] = MutedCause.Of(window.Said.Id, cause);
        return true;
    }

    /// <summary>A window is over: what still holds is raised, each once; another window that acts takes it over.</summary>
    internal static void Release(CommunityState state, AlertSetting window, long nowMs, FoldChanges changes)
    {
        foreach (var (key, muted) in state.Alerts.Settings.Muted.Where(m => m.Value.Window == window.Said.Id).ToArray())
        {
            state.Alerts.Settings.Muted.Remove(key);
            if (state.Alerts.Rules?.Find(muted.Rule) is not { } rule || !IsStill(state, muted))
                continue;
            var cause = muted.With(rule);
            if (!Takes(state, cause, nowMs, changes, stillHolds: true))
                AlertFold.RaiseUnmuted(state, cause, nowMs, changes);
        }
    }

    /// <summary>A condition that ended was taken out when it did; an event, or a device that was retired meanwhile, is looked at again.</summary>
    private static bool IsStill(CommunityState state, MutedCause muted) => muted.EventId.Length > 0
        ? Stands(state, muted.Device, muted.EventType)
        : muted.Device.Length == 0 || state.Devices.GetValueOrDefault(muted.Device) is { Retired: false };

    /// <summary>A window in whose time and places something falls, and whose rules it is of.</summary>
    private static AlertSetting? Window(CommunityState state, in AlertFold.Cause cause, long atMs, bool isEvent)
    {
        string[]? chain = null;
        foreach (var setting in state.Alerts.Settings.All.Values)
        {
            if (setting.Said.Kind != SettingWords.Window || !(isEvent ? WasActing(setting, atMs) : setting.IsActing) || !IsOf(setting.Said, cause))
                continue;
            chain ??= [.. PlaceChain.Of(state, cause.Device, cause.Place)];
            if (Array.Exists(setting.Said.Targets, t => chain.Contains(t, StringComparer.Ordinal)))
                return setting;
        }

        return null;
    }

    private static bool WasActing(AlertSetting window, long atMs) =>
        window.ActedFromMs > 0 && atMs >= window.ActedFromMs && (window.IsActing ? atMs < (window.Said.UntilMs ?? long.MaxValue) : atMs < window.PhaseSinceMs);

    private static bool IsOf(LoggedAlertSetting said, in AlertFold.Cause cause) => cause.Rule.IsLatched
        ? said.ApprovedBy.Length > 0 && said.Rules.Contains(cause.Rule.Id, StringComparer.Ordinal)
        : said.Rules.Length == 0 || said.Rules.Contains(cause.Rule.Id, StringComparer.Ordinal);

    /// <summary>However many events of a device a drill brings, one of them may still be so at its end.</summary>
    private static string KeyOf(in AlertFold.Cause cause) => cause.EventId.Length > 0 ? $"device:{cause.Device}" : cause.Subject;

    /// <summary>True when the device's latest value says that an event's state still stands: there is smoke.</summary>
    private static bool Stands(CommunityState state, string device, string eventType)
    {
        if (!state.Devices.TryGetValue(device, out var twin) || twin.Retired)
            return false;
        foreach (var value in StandingValues.All)
        {
            if (value.Event != eventType)
                continue;
            var slot = CommunityFold.SlotOf(twin.Class, value.Quantity);
            if (slot >= 0 && twin.Latest[slot].IsSet && twin.Latest[slot].Value >= value.Limit)
                return true;
        }

        return false;
    }
}
