using MessagePack;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Body of a log entry <see cref="Storage.Series.LogEntryKind.AlertActions"/>: what people did about alerts.</summary>
/// <param name="Actions">The actions, in order of version.</param>
/// <param name="Through">See <see cref="LoggedFacts"/>.</param>
[MessagePackObject]
public sealed record LoggedAlertActions([property: Key(0)] LoggedAlertAction[] Actions, [property: Key(1)] long Through);

/// <summary>One action. Keys are positions in an array; only ever append.</summary>
[MessagePackObject]
public sealed record LoggedAlertAction(
    [property: Key(0)] string Alert,
    [property: Key(1)] string Action,
    [property: Key(2)] string Actor,
    [property: Key(3)] long AtMs,
    [property: Key(4)] string Comment,
    [property: Key(5)] string Code,
    [property: Key(6)] string PhotoSha256,
    [property: Key(7)] long Version);

/// <summary>What people do about alerts. Pure; part of <see cref="CommunityFold"/>. An action that the alert's stage no longer allows (somebody was faster) changes nothing.</summary>
internal static class AlertActionFold
{
    internal static void Apply(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var body = MessagePackSerializer.Deserialize<LoggedAlertActions>(entry.Body);
        foreach (var action in body.Actions.Where(a => a.Version > state.Alerts.Version))
        {
            if (state.Alerts.Find(action.Alert) is { } alert && IsAllowed(action.Action, alert.Stage))
                Do(state, alert, action, changes);
            state.Alerts.Version = action.Version;
        }

        state.Facts.Versions = state.Facts.Versions with { Alerts = Math.Max(state.Facts.Versions.Alerts, body.Through) };
    }

    /// <summary>Somebody said what was done about an event: the alert of it goes on as well.</summary>
    internal static void Follow(CommunityState state, LoggedStep step, FoldChanges changes)
    {
        var action = step.Step switch
        {
            "acknowledged" => AlertWords.Acknowledge,
            "onSite" => AlertWords.Handle,
            _ => AlertWords.Resolve, // Followed up, closed.
        };
        foreach (var alert in state.Alerts.Open.Values.Where(a => a.Device == step.Device && a.EventId == step.EventId).ToArray())
        {
            if (IsAllowed(action, alert.Stage))
                Do(state, alert, new LoggedAlertAction(alert.Id, action, step.Actor, step.AtMs, step.Comment, "", "", step.Version), changes);
        }
    }

    /// <summary>True when a person may do this to an alert of that stage.</summary>
    internal static bool IsAllowed(string action, AlertStage stage) => action switch
    {
        AlertWords.Acknowledge => stage == AlertStage.Firing,
        AlertWords.Dispatch => stage is AlertStage.Firing or AlertStage.Acknowledged or AlertStage.Dispatched or AlertStage.Handling,
        AlertWords.Handle => stage is AlertStage.Firing or AlertStage.Acknowledged or AlertStage.Dispatched,
        AlertWords.Resolve => stage is not (AlertStage.Resolved or AlertStage.Closed),
        AlertWords.Close => stage != AlertStage.Closed,
        AlertWords.Reopen => stage is AlertStage.Closed or AlertStage.Acknowledged,
        AlertWords.Comment or AlertWords.Judge => true,
        _ => false,
    };

    internal static LoggedAlertAction Logged(AlertActionRow row) => new(row.Alert, row.Action, row.Actor, row.AtMs, row.Comment, row.Code, row.PhotoSha256, row.Version);

    private static void Do(CommunityState state, Alert alert, LoggedAlertAction action, FoldChanges changes)
    {
        alert.IsTakenUp = true;
        switch (action.Action)
        {
            case AlertWords.Close:
                AlertFold.Close(state, alert, action.Actor, action.AtMs, action.Comment, action.Code, action.PhotoSha256, changes);
                return;
            case AlertWords.Reopen when alert.Stage == AlertStage.Acknowledged:
                alert.LevelSinceMs = action.AtMs; // The acknowledgement is taken back: it waits anew.
                break;
            case AlertWords.Reopen when state.Alerts.Open.ContainsKey(alert.Key):
                return; // The cause came back by itself meanwhile; there is one for it.
            case AlertWords.Reopen:
                state.Alerts.Closed.Remove(alert.Id);
                state.Alerts.Open[alert.Key] = alert;
                (alert.Code, alert.Level, alert.LevelSinceMs) = ("", 0, action.AtMs);
                break;
            case AlertWords.Judge when alert.Stage == AlertStage.Closed:
                alert.Code = action.Code; // Somebody knows better now.
                break;
            case AlertWords.Dispatch:
                alert.Assignee = action.Code;
                break;
        }

        AlertFold.Move(state, alert, action.Action, StageAfter(action.Action, alert.Stage), action.AtMs, changes, action.Actor, action.Comment, action.Code, action.PhotoSha256);
    }

    private static AlertStage StageAfter(string action, AlertStage stage) => action switch
    {
        AlertWords.Acknowledge => AlertStage.Acknowledged,
        AlertWords.Dispatch => AlertStage.Dispatched,
        AlertWords.Handle => AlertStage.Handling,
        AlertWords.Resolve => AlertStage.Resolved,
        AlertWords.Reopen => AlertStage.Firing,
        _ => stage,
    };
}
