using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The kinds of evidence a pack asks for and how each stands, what lacks most first.</summary>
public sealed partial class EvidenceKinds
{
    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The kinds.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<EvidenceKind> Kinds { get; set; } = [];

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>The Asia/Shanghai day on which they stand so.</summary>
    [Parameter, EditorRequired]
    public DateOnly Today { get; set; }

    /// <summary>Code of the kind that is open.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>A kind is to be opened.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    private static Condition ConditionOf(EvidenceStanding standing) => standing switch
    {
        EvidenceStanding.Missing => Condition.Offline,
        EvidenceStanding.Expired or EvidenceStanding.Refused => Condition.Alarm,
        EvidenceStanding.Waiting or EvidenceStanding.Expiring => Condition.Warning,
        _ => Condition.Normal,
    };
}
