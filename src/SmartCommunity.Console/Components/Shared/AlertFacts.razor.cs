using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Where an alert is, what it rests on, and how long is left.</summary>
public sealed partial class AlertFacts
{
    /// <summary>The alert.</summary>
    [Parameter, EditorRequired]
    public required AlertView Alert { get; set; }

    /// <summary>Name of its community.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }
}
