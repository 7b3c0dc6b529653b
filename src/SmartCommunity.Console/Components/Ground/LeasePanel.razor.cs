using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Requests to lease state-owned property: requested, opinion, decision (P-03).</summary>
public sealed partial class LeasePanel
{
    // An operator's contract runs three years at least.
    private int _years = 3;
    private string _space = "";
    private string _kind = "";
    private string _tenant = "";
    private string _text = "";

    /// <summary>What was entered.</summary>
    [Parameter, EditorRequired]
    public required ProjectResources Register { get; set; }

    /// <summary>The policy, for the kinds.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    private async Task SaveAsync()
    {
        if (await SubmitAsync(new LeaseRequested(Project, NewId("lease", Register.Leases.Keys), _space, _kind, _tenant, _years)))
            (_space, _tenant) = ("", "");
    }

    private async Task StepAsync(string id, LeaseStage stage, bool yes)
    {
        if (await SubmitAsync(stage == LeaseStage.Requested ? new LeaseOpinionGiven(Project, id, yes, _text) : new LeaseDecided(Project, id, yes, _text)))
            _text = "";
    }

    private static Condition ConditionOf(LeaseStage stage) => stage switch
    {
        LeaseStage.Granted => Condition.Normal,
        LeaseStage.Refused => Condition.Alarm,
        _ => Condition.Warning,
    };
}
