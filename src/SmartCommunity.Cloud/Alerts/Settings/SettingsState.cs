using System.Runtime.InteropServices;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>A setting and what became of it. Changed only by <see cref="SettingsFold"/> and <see cref="MuteFold"/>.</summary>
internal sealed class AlertSetting
{
    internal required LoggedAlertSetting Said { get; set; }

    internal SettingPhase Phase { get; set; }

    internal long PhaseSinceMs { get; set; }

    /// <summary>Since when it acted, epoch milliseconds; 0: it never did.</summary>
    internal long ActedFromMs { get; set; }

    internal string EndedHow { get; set; } = "";

    internal string EndedWhat { get; set; } = "";

    internal long Muted { get; set; }

    internal long MutedAtMs { get; set; }

    internal string MutedWhat { get; set; } = "";

    internal long Number { get; set; }

    internal bool IsActing => Phase == SettingPhase.Acting;
}

/// <summary>Something that would have raised an alert, had a window not muted it. While it holds, the window's end raises it.</summary>
/// <param name="Window">Id of the window.</param>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Subject">What the alert would be about.</param>
/// <param name="Device">See <see cref="Alert.Device"/>.</param>
/// <param name="Place">See <see cref="Alert.Place"/>.</param>
/// <param name="EventId">The event; empty: a condition that lasts.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Reason">What it rests on.</param>
/// <param name="Override">Id of the override that changed the rule; empty: none.</param>
internal sealed record MutedCause(string Window, string Rule, string Subject, string Device, string Place, string EventId, string EventType, AlertReason Reason, string Override)
{
    internal static MutedCause Of(string window, in AlertFold.Cause cause) =>
        new(window, cause.Rule.Id, cause.Subject, cause.Device, cause.Place, cause.EventId, cause.EventType, cause.Reason, cause.Override);

    internal AlertFold.Cause With(AlertRule rule) => new(rule, Subject, Device, Place, EventId, EventType, Reason, Override);
}

/// <summary>
/// Overrides, away modes and maintenance windows of a community. Part of its state: changed only by <see cref="SettingsFold"/> and <see cref="MuteFold"/>; not thread-safe. Those that are over stay for a
/// week: an event that comes late is judged by the time at which it happened.
/// </summary>
internal sealed class SettingsState
{
    private readonly Dictionary<(string Rule, string Subject), EffectiveRule> _effective = [];
    private AlertSetting[]? _overrides;
    private AlertSetting[]? _aways;

    /// <summary>The settings, by id.</summary>
    internal SortedDictionary<string, AlertSetting> All { get; } = new(StringComparer.Ordinal);

    /// <summary>What windows keep quiet, by rule and subject (of an event: its device).</summary>
    internal SortedDictionary<(string Rule, string Subject), MutedCause> Muted { get; } = new(AlertKeys.Instance);

    /// <summary>Highest registry version folded.</summary>
    internal long Version { get; set; }

    /// <summary>Overrides that act.</summary>
    internal AlertSetting[] Overrides => _overrides ??= [.. All.Values.Where(static s => s is { IsActing: true, Said.Kind: SettingWords.Override })];

    /// <summary>Away modes that act, or did within a week.</summary>
    internal AlertSetting[] Aways => _aways ??= [.. All.Values.Where(static s => s is { ActedFromMs: > 0, Said.Kind: SettingWords.Away })];

    /// <summary>Other rules are in force: what lasted was found by the old ones, and is found again.</summary>
    internal void UseRules()
    {
        foreach (var (key, _) in Muted.Where(static m => m.Value.EventId.Length == 0).ToArray())
            Muted.Remove(key);
        Forget();
    }

    /// <summary>Places, rules or settings changed: what follows from them is found anew.</summary>
    internal void Forget()
    {
        _effective.Clear();
        (_overrides, _aways) = (null, null);
    }

    /// <summary>A rule as it is for a device in a place, a place alone (no device), or a gateway (neither): the narrowest override stands. Nothing is looked up while there is none.</summary>
    internal EffectiveRule RuleFor(CommunityState state, AlertRule rule, string device, string? place = null) =>
        Overrides.Length == 0 ? new EffectiveRule(rule, "") : Overridden(state, rule, device, place);

    private EffectiveRule Overridden(CommunityState state, AlertRule rule, string device, string? place)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_effective, (rule.Id, device.Length > 0 ? device : place ?? ""), out var exists);
        if (!exists)
            known = Find(state, rule, device, place);
        return known;
    }

    /// <summary>True while the people of a home are away.</summary>
    internal bool IsAway(string home) => Array.Exists(Aways, a => a.IsActing && a.Said.Targets[0] == home);

    /// <summary>When an away mode of a home last ended, epoch milliseconds; 0: none within a week. From then on its quiet is counted.</summary>
    internal long BackSinceMs(string home)
    {
        var last = 0L;
        foreach (var away in Aways)
        {
            if (!away.IsActing && away.Said.Targets[0] == home)
                last = Math.Max(last, away.PhaseSinceMs);
        }

        return last;
    }

    private EffectiveRule Find(CommunityState state, AlertRule rule, string device, string? place)
    {
        if (device.Length > 0)
            place ??= state.Scoring.ShapeOf(state, device).Place;
        foreach (var twin in PlaceChain.Of(state, device, place ?? ""))
        {
            AlertSetting? found = null;
            foreach (var setting in Overrides)
            {
                if (setting.Said.Rules[0] == rule.Id && setting.Said.Targets[0] == twin && (found is null || setting.Said.Version > found.Said.Version))
                    found = setting;
            }

            if (found is not null)
                return new EffectiveRule(found.Said.Override().Over(rule), found.Said.Id);
        }

        return new EffectiveRule(rule, "");
    }
}

/// <summary>A rule as it is for one device or place.</summary>
/// <param name="Rule">The rule; null: it is off there.</param>
/// <param name="Setting">Id of the override that changed it; empty: none.</param>
internal readonly record struct EffectiveRule(AlertRule? Rule, string Setting);

/// <summary>Where something is: the device itself, its place, the places around that, the community. Pure.</summary>
internal static class PlaceChain
{
    /// <summary>A device in a unit of a building is four deep; more can only be a circle.</summary>
    private const int Deepest = 8;

    /// <summary>Twin ids, innermost first.</summary>
    internal static IEnumerable<string> Of(CommunityState state, string device, string place)
    {
        if (device.Length > 0)
            yield return $"device:{device}";
        for (var depth = 0; depth < Deepest && place.Length > 0 && !place.StartsWith("community:", StringComparison.Ordinal); depth++)
        {
            yield return place;
            place = state.Twins.GetValueOrDefault(place)?.Relations.FirstOrDefault(static r => RelationRules.IsSingle(r.Kind))?.Target ?? "";
        }

        yield return $"community:{state.Community}";
    }
}
