using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One rule: what it waits for, what is to be done, where its numbers come from, and, of one in shadow, what it would have raised lately.</summary>
public sealed partial class RuleDrawer
{
    /// <summary>The rule.</summary>
    [Parameter, EditorRequired]
    public required RuleView Rule { get; set; }

    /// <summary>What it would have raised, the youngest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ShadowView> Shadows { get; set; }

    /// <summary>The communities.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CommunityView> Places { get; set; }

    /// <summary>It is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private string Why(ShadowView shadow) => shadow.Quantity.Length == 0 && shadow.Value == 0 ? "–" : AlertText.Why(new AlertReasonView(shadow.Quantity, shadow.Value, shadow.Limit, shadow.At, shadow.Measures), L);
}
