using Microsoft.AspNetCore.Components;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What went wrong, and a way to try again; the circuit goes on.</summary>
public sealed partial class ErrorNotice
{
    /// <summary>What did not work.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Why.</summary>
    [Parameter]
    public string? Message { get; set; }

    /// <summary>Tries again; without it there is no button.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }
}
