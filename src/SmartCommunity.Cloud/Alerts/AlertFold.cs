using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>
/// The part of <see cref="CommunityFold"/> that concerns alerts: when one is raised, raised again, escalated, ended. Pure like it. One open alert for a rule and a subject, by construction: whoever
/// raises finds the one that is open.
/// </summary>
internal static class AlertFold
{
    /// <summary>Nobody acknowledged a P1: the next level is told after a minute, and again each minute after it.</summary>
    private const long EscalateP1Ms = 60_000;

    /// <summary>A P2: after ten minutes.</summary>
    private const long EscalateP2Ms = 600_000;

    /// <summary>The last level: elder, family, community worker, property, street, in that order.</summary>
    internal const int MaxLevel = 5;

    /// <summary>A fault of a device or a line that ended by itself and that nobody took up is closed after ten minutes: in that time it may come again.</summary>
    private const long CloseFaultsMs = 600_000;

    /// <summary>An event told later than this after it happened raises nothing: what devices kept for weeks is history. Within it a late call is still a call.</summary>
    internal const long HistoryMs = 7 * 86_400_000L;

    /// <summary>Puts rules in force. What they remembered goes with the old ones: what was measured ends here, and is raised again when it still holds.</summary>
    internal static void ApplyRules(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var nowMs = Math.Max(state.WrittenAtMs, entry.AtMs);
        foreach (var alert in state.Alerts.Open.Values.Where(static a => a.EventId.Length == 0).ToArray())
            End(state, alert.Rule, alert.Subject, nowMs, changes);
        state.Alerts.Shadows.EndAll(nowMs);
        state.Alerts.Use(entry.Body);
        state.Alerts.Settings.UseRules();
        // A call that came before the rules did, on the first start of all, is not missed.
        foreach (var happened in state.Events.Where(e => nowMs - e.ReceivedAtMs < MeasuredFold.LateMs))
        {
            if (state.Devices.TryGetValue(happened.Device, out var twin))
                See(state, twin, new DeviceEvent { Type = happened.Type, EventId = happened.EventId, AtMs = happened.AtMs }, nowMs, changes);
        }
    }

    /// <summary>A device says that something happened.</summary>
    internal static void See(CommunityState state, DeviceTwin twin, DeviceEvent happened, long nowMs, FoldChanges changes)
    {
        if (nowMs - happened.AtMs > HistoryMs)
            return;
        foreach (var rule in state.Alerts.Index.Events)
        {
            if (!((EventCondition)rule.Condition).Types.Contains(happened.Type) || !RuleIndex.Concerns(rule, twin.Class.Code))
                continue;
            if (state.Alerts.Settings.RuleFor(state, rule, twin.Device).Rule is null)
                continue;
            // A latched event about a person is an alert of its own: no call is merged with another. Smoke or gas is a state of its place: value and event of the same detector are one alert.
            var subject = rule is { IsLatched: true, Cause: AlertCause.PersonAtRisk } ? $"device:{twin.Device}#{happened.EventId}" : $"device:{twin.Device}";
            if (rule.IsLatched && IsKnown(state, rule, twin.Device, subject, happened))
                continue;
            Raise(state, new Cause(rule, subject, twin.Device, state.Scoring.ShapeOf(state, twin.Device).Place ?? "", happened.EventId, happened.Type, new AlertReason("", 0, 0, happened.AtMs)), nowMs, changes);
        }

        LastingFold.See(state, twin, happened, nowMs, changes);
    }

    /// <summary>The same event told again is the same alert; so is, of a state of a place, what was told before its alert was closed.</summary>
    private static bool IsKnown(CommunityState state, AlertRule rule, string device, string subject, DeviceEvent happened) =>
        (state.Alerts.Open.TryGetValue((rule.Id, subject), out var open)
            && (open.EventId == happened.EventId || state.Events.Any(e => e.Device == device && e.Type == happened.Type && e.EventId == happened.EventId)))
        || state.Alerts.Closed.Values.Any(a => a.Rule == rule.Id && a.Device == device && (a.EventId == happened.EventId || (a.Subject == subject && happened.AtMs <= a.StageSinceMs)));

    /// <summary>Time passed.</summary>
    internal static void Tick(CommunityState state, FoldChanges changes)
    {
        SettingsFold.Pass(state, state.NowMs, changes);
        LastingFold.Tick(state, changes);
        OutageFold.Tick(state, changes);
        CountFold.Tick(state, changes);
        SilenceFold.Tick(state, changes);
        QuietFold.Tick(state, changes);
        DetectionFold.Tick(state, changes);
        foreach (var alert in state.Alerts.Open.Values.Where(a => IsForgotten(a, state.NowMs) || IsUnheeded(a, state.NowMs)).ToArray())
        {
            if (IsForgotten(alert, state.NowMs))
                Close(state, alert, "", state.NowMs, "", "deviceFault", "", changes);
            else
                Escalate(alert, state.Community, state.NowMs, changes);
        }

        foreach (var alert in state.Alerts.Closed.Values.Where(a => state.NowMs - a.StageSinceMs > AlertsState.ReopenMs).ToArray())
            state.Alerts.Closed.Remove(alert.Id);
    }

    internal static void Raise(CommunityState state, in Cause cause, long nowMs, FoldChanges changes)
    {
        if (!MuteFold.Takes(state, cause, nowMs, changes))
            RaiseUnmuted(state, cause, nowMs, changes);
    }

    /// <summary>As <see cref="Raise"/>, whatever maintenance windows say.</summary>
    internal static void RaiseUnmuted(CommunityState state, in Cause cause, long nowMs, FoldChanges changes)
    {
        var (rule, subject) = (cause.Rule, cause.Subject);
        if (rule.IsShadow)
        {
            if (state.Alerts.Shadows.Raise(cause, nowMs) is { } shadow)
                changes.Shadows.Add(shadow);
            return;
        }

        if (state.Alerts.Open.TryGetValue((rule.Id, subject), out var open))
        {
            (open.IsHolding, open.LastAtMs, open.Reason) = (true, nowMs, cause.Reason);
            open.Occurrences++;
            var isBack = open.Stage == AlertStage.Resolved;
            if (isBack)
                (open.Level, open.LevelSinceMs) = (0, nowMs);
            Move(open, state.Community, AlertWords.Again, isBack ? AlertStage.Firing : open.Stage, nowMs, changes, code: cause.Override);
            return;
        }

        var alert = new Alert
        {
            // The position of the entry being folded and the number of alerts it raised: the same on every machine.
            Id = FormattableString.Invariant($"{state.Community}-{state.Position + 1}-{changes.Raised++}"), Rule = rule.Id, Subject = subject, Device = cause.Device, Place = cause.Place,
            EventId = cause.EventId, EventType = cause.EventType, Priority = rule.Priority, Cause = rule.Cause, RuleSet = state.Alerts.Rules!.Name, RaisedAtMs = nowMs, Reason = cause.Reason,
            LastAtMs = nowMs, LevelSinceMs = nowMs, IsLatched = rule.IsLatched,
        };
        state.Alerts.Open[alert.Key] = alert;
        Move(alert, state.Community, AlertWords.Raised, AlertStage.Firing, nowMs, changes, code: cause.Override);
    }

    /// <summary>What raised an alert no longer holds.</summary>
    internal static void End(CommunityState state, string rule, string subject, long nowMs, FoldChanges changes)
    {
        state.Alerts.Settings.Muted.Remove((rule, subject));
        state.Alerts.Shadows.End(rule, subject, nowMs);
        if (!state.Alerts.Open.TryGetValue((rule, subject), out var alert) || !alert.IsHolding)
            return;
        alert.IsHolding = false;
        Move(alert, state.Community, AlertWords.Ended, AlertStage.Resolved, nowMs, changes);
    }

    /// <summary>
    /// Takes an alert one transition on. A step that people took before the alert was known here (its event came late, over a line that was cut) counts from the transition before it: an alert's life is in
    /// order of time. When the step was taken stands with the steps about the event.
    /// </summary>
    internal static void Move(
        Alert alert, string community, string what, AlertStage stage, long atMs, FoldChanges changes, string actor = "", string comment = "", string code = "", string photo = "")
    {
        alert.MovedAtMs = Math.Max(atMs, alert.MovedAtMs);
        if (alert.Stage != stage || alert.Number == 0)
            alert.StageSinceMs = alert.MovedAtMs;
        alert.Stage = stage;
        alert.Number++;
        changes.Alerts.Add(new AlertChange(RowOf(alert, community), new AlertTransition(alert.Number, what, stage, actor, alert.MovedAtMs, comment, code, photo, alert.Level)));
    }

    internal static void Close(CommunityState state, Alert alert, string actor, long nowMs, string comment, string code, string photo, FoldChanges changes)
    {
        state.Alerts.Open.Remove(alert.Key);
        state.Alerts.Closed[alert.Id] = alert;
        alert.Code = code;
        Move(alert, state.Community, AlertWords.Close, AlertStage.Closed, nowMs, changes, actor, comment, code, photo);
    }

    private static void Escalate(Alert alert, string community, long nowMs, FoldChanges changes)
    {
        alert.Level++;
        alert.LevelSinceMs = nowMs;
        Move(alert, community, AlertWords.Escalated, AlertStage.Firing, nowMs, changes);
    }

    private static long? EscalatesAfterMs(AlertPriority priority) => priority switch
    {
        AlertPriority.P1 => EscalateP1Ms,
        AlertPriority.P2 => EscalateP2Ms,
        _ => null,
    };

    private static bool IsUnheeded(Alert alert, long nowMs) =>
        alert.Stage == AlertStage.Firing && alert.Level < MaxLevel && EscalatesAfterMs(alert.Priority) is { } afterMs && nowMs - alert.LevelSinceMs >= afterMs;

    private static bool IsForgotten(Alert alert, long nowMs) =>
        alert is { Stage: AlertStage.Resolved, IsHolding: false, IsTakenUp: false, Cause: AlertCause.DeviceFault or AlertCause.NetworkCut } && nowMs - alert.StageSinceMs >= CloseFaultsMs;

    private static AlertRow RowOf(Alert alert, string community) => new()
    {
        Id = alert.Id, Community = community, Rule = alert.Rule, RuleSet = alert.RuleSet, Subject = alert.Subject, Device = alert.Device, Place = alert.Place, EventId = alert.EventId,
        EventType = alert.EventType, Priority = (int)alert.Priority, Cause = (int)alert.Cause, Stage = alert.Stage, StageSinceMs = alert.StageSinceMs, RaisedAtMs = alert.RaisedAtMs,
        LastAtMs = alert.LastAtMs, IsHolding = alert.IsHolding, Occurrences = alert.Occurrences, Level = alert.Level, Number = alert.Number, Assignee = alert.Assignee, Code = alert.Code,
        Quantity = alert.Reason.Quantity, Value = alert.Reason.Value, Limit = alert.Reason.Limit, MeasuredAtMs = alert.Reason.AtMs,
    };

    /// <summary>Why an alert is to be raised; <paramref name="Override"/> is the id of the setting that changed the rule's numbers.</summary>
    internal readonly record struct Cause(AlertRule Rule, string Subject, string Device, string Place, string EventId, string EventType, AlertReason Reason, string Override = "")
    {
        /// <summary>About a device, by a rule that is on for it.</summary>
        internal static Cause Of(CommunityState state, in EffectiveRule effective, DeviceTwin twin, AlertReason reason, string eventType = "") =>
            new(effective.Rule!, $"device:{twin.Device}", twin.Device, state.Scoring.ShapeOf(state, twin.Device).Place ?? "", "", eventType, reason, effective.Setting);
    }
}
