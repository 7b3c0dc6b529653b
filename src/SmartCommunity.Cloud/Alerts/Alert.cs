using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>What an alert rests on: the value beside its limit, or the event.</summary>
/// <param name="Quantity">Quantity; empty: none.</param>
/// <param name="Value">Its value, or how long something lasted in seconds.</param>
/// <param name="Limit">What the rule allows, in the same unit.</param>
/// <param name="AtMs">When it was measured, epoch milliseconds.</param>
internal readonly record struct AlertReason(string Quantity, double Value, double Limit, long AtMs);

/// <summary>
/// One alert: one cause, by construction. While it is open nothing else of the same rule and subject is. Part of a community's state; changed only by <see cref="AlertFold"/>.
/// </summary>
internal sealed class Alert
{
    /// <summary>Unique in the district: community, log position and number within the entry.</summary>
    internal required string Id { get; init; }

    internal required string Rule { get; init; }

    /// <summary>What it is about: <c>device:ID</c>, <c>unit:…</c>, <c>gateway:ID</c>; with <c>#EVENT</c> for an event.</summary>
    internal required string Subject { get; init; }

    /// <summary>The device that said it; empty for a home or a gateway.</summary>
    internal required string Device { get; init; }

    /// <summary>The place, as a twin id; empty: the community.</summary>
    internal required string Place { get; init; }

    /// <summary>The event; empty: none.</summary>
    internal required string EventId { get; init; }

    internal required string EventType { get; init; }

    internal required AlertPriority Priority { get; init; }

    internal required AlertCause Cause { get; init; }

    /// <summary><c>id@version</c> of the rules that raised it.</summary>
    internal required string RuleSet { get; init; }

    /// <summary>When it was raised, by the log, epoch milliseconds.</summary>
    internal required long RaisedAtMs { get; init; }

    /// <summary>It does not end by itself.</summary>
    internal required bool IsLatched { get; init; }

    /// <summary>A person did something about it.</summary>
    internal bool IsTakenUp { get; set; }

    /// <summary>Cause code of its close; empty: open.</summary>
    internal string Code { get; set; } = "";

    internal AlertReason Reason { get; set; }

    internal AlertStage Stage { get; set; } = AlertStage.Firing;

    internal long StageSinceMs { get; set; }

    /// <summary>What raised it still holds.</summary>
    internal bool IsHolding { get; set; } = true;

    /// <summary>How often it was raised under this alert.</summary>
    internal int Occurrences { get; set; } = 1;

    internal long LastAtMs { get; set; }

    /// <summary>How far it was escalated: 0 = the first who are told.</summary>
    internal int Level { get; set; }

    /// <summary>When the present level was told, epoch milliseconds.</summary>
    internal long LevelSinceMs { get; set; }

    /// <summary>Number of its latest transition, from 1.</summary>
    internal int Number { get; set; }

    /// <summary>When that was, epoch milliseconds: none is told to have been before another.</summary>
    internal long MovedAtMs { get; set; }

    /// <summary>Who is sent; empty: nobody yet.</summary>
    internal string Assignee { get; set; } = "";

    internal (string Rule, string Subject) Key => (Rule, Subject);
}

/// <summary>Names of what happens to alerts. On the wire and in the ledger; never renamed.</summary>
internal static class AlertWords
{
    internal const string Raised = "raised", Again = "again", Escalated = "escalated", Acknowledge = "acknowledge", Dispatch = "dispatch", Handle = "handle", Resolve = "resolve", Ended = "ended",
        Close = "close", Reopen = "reopen", Comment = "comment", Judge = "judge";

    /// <summary>What a person may do.</summary>
    internal static IReadOnlyList<string> Actions { get; } = [Acknowledge, Dispatch, Handle, Resolve, Close, Reopen, Comment, Judge];

    /// <summary>What it turned out to be.</summary>
    internal static IReadOnlyList<string> CauseCodes { get; } = ["true", "false", "expected", "duplicate", "deviceFault", "unsure"];

    /// <summary>What somebody may say of it at any time, without closing it.</summary>
    internal static IReadOnlyList<string> Judgements { get; } = ["true", "false", "unsure"];
}
