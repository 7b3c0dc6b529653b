using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Where a piece of evidence is on its way, who handed it in and who decided, and how long it counts.</summary>
public sealed partial class EvidenceSummary
{
    /// <summary>The piece.</summary>
    [Parameter, EditorRequired]
    public required EvidenceView Evidence { get; set; }

    /// <summary>Last day it counts; null: for ever.</summary>
    [Parameter, EditorRequired]
    public DateOnly? CountsUntil { get; set; }

    /// <summary>Today, Asia/Shanghai.</summary>
    [Parameter, EditorRequired]
    public DateOnly Today { get; set; }

    private string State => Evidence.State != "accepted" ? Evidence.State
        : CountsUntil < Today ? EvidenceQueue.Expired
        : EvidenceQueue.IsExpiring(CountsUntil, Today) ? EvidenceQueue.Expiring
        : Evidence.State;

    private string WordNow => L[$"evidenceState.{State}"];

    private Condition ConditionNow => State switch
    {
        "accepted" => Condition.Normal,
        "submitted" or EvidenceQueue.Expiring => Condition.Warning,
        "refused" or EvidenceQueue.Expired => Condition.Alarm,
        _ => Condition.Offline,
    };
}
