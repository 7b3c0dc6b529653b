using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One notification with its text and every attempt to deliver it.</summary>
public sealed partial class NotificationAttempts
{
    /// <summary>The notification.</summary>
    [Parameter, EditorRequired]
    public required NotificationDetailView Detail { get; set; }

    private NotificationView Notification => Detail.Notification;
}
