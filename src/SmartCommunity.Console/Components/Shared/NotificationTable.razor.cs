using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Notifications with how far each got; a row opens its attempts.</summary>
public sealed partial class NotificationTable
{
    /// <summary>The notifications.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<NotificationView> Notifications { get; set; } = [];

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>Address that opens the notification with a key.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> HrefOf { get; set; }

    internal static Condition ConditionOf(string state) => state switch
    {
        "delivered" => Condition.Normal,
        "failed" => Condition.Alarm,
        "superseded" => Condition.None,
        "noRecipient" => Condition.Alarm,
        _ => Condition.Offline,
    };

    /// <summary>From due to its receipt; a dash while there is none.</summary>
    private static string After(NotificationView notification) =>
        notification is { State: "delivered", EndedAt: { } ended } ? Times.Span(Math.Max(0, (ended - notification.DueAt).TotalSeconds)) : "–";
}
