using MessagePack;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>
/// When overrides, away modes and maintenance windows begin to act and when they are over. Pure; part of <see cref="AlertFold"/>. All times are those of the log: a setting ends with the first tick at or
/// after its end.
/// </summary>
internal static class SettingsFold
{
    /// <summary>People leave later than they say: a door and a step within half an hour after an away mode begins are their leaving, no return.</summary>
    internal const long LeavingMs = 1_800_000;

    /// <summary>A setting that is over is forgotten after the week in which an event may still come late.</summary>
    private const long KeptMs = AlertFold.HistoryMs;

    /// <summary>People said something.</summary>
    internal static void Apply(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var body = MessagePackSerializer.Deserialize<LoggedAlertSettings>(entry.Body);
        var settings = state.Alerts.Settings;
        var nowMs = Math.Max(state.WrittenAtMs, entry.AtMs);
        foreach (var said in body.Settings.Where(s => s.Version > settings.Version))
        {
            settings.Version = said.Version;
            if (settings.All.TryGetValue(said.Id, out var known))
                known.Said = said;
            else if (Math.Max(said.UntilMs ?? long.MaxValue, said.FromMs) > nowMs - KeptMs)
                settings.All[said.Id] = new AlertSetting { Said = said };
        }

        Pass(state, nowMs, changes);
        state.Facts.Versions = state.Facts.Versions with { AlertSettings = Math.Max(state.Facts.Versions.AlertSettings, body.Through) };
    }

    /// <summary>Time passed, or somebody said something: what is due begins or ends.</summary>
    internal static void Pass(CommunityState state, long nowMs, FoldChanges changes)
    {
        var settings = state.Alerts.Settings;
        if (settings.All.Count == 0)
            return;
        List<(AlertSetting Setting, SettingPhase Was)>? moved = null;
        foreach (var setting in settings.All.Values)
        {
            var phase = PhaseOf(setting, state.Alerts.Rules, nowMs);
            if (phase == setting.Phase)
                continue;
            (moved ??= []).Add((setting, setting.Phase));
            Move(state, setting, phase, nowMs, changes);
        }

        if (moved is not null)
        {
            settings.Forget();
            foreach (var (setting, was) in moved.Where(static m => m.Was == SettingPhase.Acting || m.Setting.IsActing))
                Effect(state, setting, nowMs, changes);
        }

        foreach (var old in settings.All.Values.Where(s => s.Phase == SettingPhase.Ended && nowMs - s.PhaseSinceMs > KeptMs).ToArray())
            settings.All.Remove(old.Said.Id);
    }

    /// <summary>A sign of life in a home: whoever was away is back.</summary>
    internal static void SeeLife(CommunityState state, string home, string device, long atMs, long nowMs, FoldChanges changes)
    {
        foreach (var away in state.Alerts.Settings.Aways)
        {
            if (!away.IsActing || away.Said.Targets[0] != home || atMs < away.Said.FromMs + LeavingMs)
                continue;
            (away.EndedHow, away.EndedWhat) = (SettingWords.BySignOfLife, device);
            Move(state, away, SettingPhase.Ended, nowMs, changes);
            state.Alerts.Settings.Forget();
            return;
        }
    }

    internal static void Tell(CommunityState state, AlertSetting setting, FoldChanges changes)
    {
        setting.Number++;
        changes.Settings[setting.Said.Id] = new SettingStanding
        {
            Id = setting.Said.Id, Community = state.Community, Phase = setting.Phase, SinceMs = setting.PhaseSinceMs, EndedHow = setting.EndedHow, EndedWhat = setting.EndedWhat, Muted = setting.Muted,
            MutedAtMs = setting.MutedAtMs, MutedWhat = setting.MutedWhat, Number = setting.Number,
        };
    }

    private static void Move(CommunityState state, AlertSetting setting, SettingPhase phase, long nowMs, FoldChanges changes)
    {
        (setting.Phase, setting.PhaseSinceMs) = (phase, nowMs);
        if (phase == SettingPhase.Acting)
            setting.ActedFromMs = nowMs;
        if (phase == SettingPhase.Ended && setting.EndedHow.Length == 0)
            setting.EndedHow = setting.Said.EndedAtMs is not null ? SettingWords.ByPerson : SettingWords.ByTime;
        Tell(state, setting, changes);
    }

    private static SettingPhase PhaseOf(AlertSetting setting, RuleSet? rules, long nowMs)
    {
        var said = setting.Said;
        if (setting.Phase == SettingPhase.Ended || said.EndedAtMs is not null || said.UntilMs <= nowMs)
            return SettingPhase.Ended;
        if (said.Kind == SettingWords.Window && said.ApprovedBy.Length == 0 && said.Rules.Any(r => rules?.Find(r)?.IsLatched == true))
            return SettingPhase.Waiting;
        return said.FromMs > nowMs ? SettingPhase.Planned : SettingPhase.Acting;
    }

    /// <summary>A setting began to act, or ceased to.</summary>
    private static void Effect(CommunityState state, AlertSetting setting, long nowMs, FoldChanges changes)
    {
        switch (setting.Said.Kind)
        {
            case SettingWords.Override:
                OverrideFold.Rejudge(state, setting.Said, nowMs, changes);
                break;
            case SettingWords.Away when setting.IsActing:
                foreach (var rule in state.Alerts.Index.Quiet.Where(r => state.Alerts.Memory.Of(r.Id).Remove(setting.Said.Targets[0])))
                    AlertFold.End(state, rule.Id, setting.Said.Targets[0], nowMs, changes);
                break;
            case SettingWords.Window when !setting.IsActing:
                MuteFold.Release(state, setting, nowMs, changes);
                break;
        }
    }
}
