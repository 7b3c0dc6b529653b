using Microsoft.AspNetCore.Components;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The loading and the failed state of a page's content; nothing once it is there.</summary>
public sealed partial class LoadNotice
{
    /// <summary>True while it is on its way.</summary>
    [Parameter]
    public bool IsLoading { get; set; }

    /// <summary>True when there is (perhaps older) content to show beside the notice.</summary>
    [Parameter]
    public bool HasValue { get; set; }

    /// <summary>Why it failed; null when it did not.</summary>
    [Parameter]
    public string? Problem { get; set; }

    /// <summary>Loads again.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }
}
