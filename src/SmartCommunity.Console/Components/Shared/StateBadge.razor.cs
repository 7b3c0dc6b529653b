using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A condition as colour, shape and word together; never one of them alone.</summary>
public sealed partial class StateBadge
{
    /// <summary>The condition.</summary>
    [Parameter, EditorRequired]
    public Condition Condition { get; set; }

    /// <summary>The word, where a better one than the condition's own exists.</summary>
    [Parameter]
    public string? Word { get; set; }

    /// <summary>Why, on hover; pages show it in text too where it matters.</summary>
    [Parameter]
    public string? Reason { get; set; }

    private string Class => Condition switch
    {
        Condition.Normal => "normal",
        Condition.Warning => "warning",
        Condition.Alarm => "alarm",
        Condition.Offline => "offline",
        _ => "none",
    };

    private string Shape => Condition switch
    {
        Condition.Normal => "●",
        Condition.Warning => "▲",
        Condition.Alarm => "◆",
        Condition.Offline => "○",
        _ => "–",
    };
}
