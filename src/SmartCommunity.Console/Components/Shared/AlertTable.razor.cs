using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Alerts, a row each, with how long is left for the next step.</summary>
public sealed partial class AlertTable
{
    /// <summary>The alerts.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AlertView> Alerts { get; set; } = [];

    /// <summary>The communities, for their names.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>Ids of alerts that are chosen to be acknowledged together.</summary>
    [Parameter]
    public IReadOnlySet<string> Chosen { get; set; } = new HashSet<string>();

    /// <summary>Id of the alert that is open.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>An alert is to be opened.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    /// <summary>An alert is chosen, or no longer.</summary>
    [Parameter]
    public EventCallback<string> OnChoose { get; set; }

    /// <summary>An alert is to be acknowledged.</summary>
    [Parameter]
    public EventCallback<string> OnAccept { get; set; }

    /// <summary>All that wait are chosen, or none.</summary>
    [Parameter]
    public EventCallback<bool> OnChooseAll { get; set; }
}
