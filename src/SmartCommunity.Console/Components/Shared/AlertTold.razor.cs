using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Who was told of an alert, through what, and whether it arrived.</summary>
public sealed partial class AlertTold
{
    /// <summary>The notifications, newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<NotificationView> Notifications { get; set; } = [];

    /// <summary>How many there are.</summary>
    [Parameter]
    public long Total { get; set; }
}
