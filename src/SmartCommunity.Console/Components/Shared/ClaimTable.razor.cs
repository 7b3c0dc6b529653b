using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Devices that wait to be claimed or were, with the state of their codes.</summary>
public sealed partial class ClaimTable
{
    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ClaimView> Claims { get; set; } = [];

    /// <summary>The code of a row is to be made worthless.</summary>
    [Parameter]
    public EventCallback<ClaimView> OnRevoke { get; set; }

    private static Condition ConditionOf(string state) => state switch
    {
        "claimed" => Condition.Normal,
        "expired" => Condition.Warning,
        "revoked" => Condition.Offline,
        _ => Condition.None,
    };
}
