using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What happened to an alert, the latest first: who, when, what was said, with its photo.</summary>
public sealed partial class AlertTimeline
{
    /// <summary>The alert with its history.</summary>
    [Parameter, EditorRequired]
    public required AlertDetail Detail { get; set; }

    private string PhotoOf(AlertTransitionView step) => $"/api/v1/alerts/{Detail.Alert.Id}/photos/{step.PhotoSha256}";
}
