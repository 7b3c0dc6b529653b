using MessagePack;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>Snapshot layout: <see cref="SettingsState"/>. Canonical. Keys are positions in an array; only ever append.</summary>
[MessagePackObject]
public sealed record SettingsRecord([property: Key(0)] SettingRecord[] All, [property: Key(1)] MutedRecord[] Muted, [property: Key(2)] long Version)
{
    internal static SettingsRecord? Of(SettingsState state) => state.Version == 0 ? null : new(
        [
            .. state.All.Values.Select(static s => new SettingRecord(
                s.Said, (int)s.Phase, s.PhaseSinceMs, s.ActedFromMs, s.EndedHow, s.EndedWhat, s.Muted, s.MutedAtMs, s.MutedWhat, s.Number)),
        ],
        [
            .. state.Muted.Select(static m => new MutedRecord(
                m.Key.Subject, m.Value.Window, [m.Value.Rule, m.Value.Subject, m.Value.Device, m.Value.Place, m.Value.EventId, m.Value.EventType, m.Value.Reason.Quantity, m.Value.Override],
                m.Value.Reason.Value, m.Value.Reason.Limit, m.Value.Reason.AtMs)),
        ],
        state.Version);

    internal void FillInto(SettingsState state)
    {
        foreach (var s in All)
        {
            state.All[s.Said.Id] = new AlertSetting
            {
                Said = s.Said, Phase = (SettingPhase)s.Phase, PhaseSinceMs = s.PhaseSinceMs, ActedFromMs = s.ActedFromMs, EndedHow = s.EndedHow, EndedWhat = s.EndedWhat, Muted = s.Muted,
                MutedAtMs = s.MutedAtMs, MutedWhat = s.MutedWhat, Number = s.Number,
            };
        }

        foreach (var m in Muted)
        {
            var t = m.Texts;
            state.Muted[(t[0], m.Key)] = new MutedCause(m.Window, t[0], t[1], t[2], t[3], t[4], t[5], new AlertReason(t[6], m.Value, m.Limit, m.AtMs), t[7]);
        }

        state.Version = Version;
        state.Forget();
    }
}

/// <summary>Snapshot layout: a setting.</summary>
[MessagePackObject]
public sealed record SettingRecord(
    [property: Key(0)] LoggedAlertSetting Said,
    [property: Key(1)] int Phase,
    [property: Key(2)] long PhaseSinceMs,
    [property: Key(3)] long ActedFromMs,
    [property: Key(4)] string EndedHow,
    [property: Key(5)] string EndedWhat,
    [property: Key(6)] long Muted,
    [property: Key(7)] long MutedAtMs,
    [property: Key(8)] string MutedWhat,
    [property: Key(9)] long Number);

/// <summary>Snapshot layout: what a window keeps quiet.</summary>
[MessagePackObject]
public sealed record MutedRecord(
    [property: Key(0)] string Key,
    [property: Key(1)] string Window,
    [property: Key(2)] string[] Texts,
    [property: Key(3)] double Value,
    [property: Key(4)] double Limit,
    [property: Key(5)] long AtMs);
