using Microsoft.AspNetCore.Components;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>How old something is, with its full time on hover.</summary>
public sealed partial class AgeText
{
    /// <summary>Now, epoch milliseconds, the same for the whole page.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>When it was, epoch milliseconds; 0 = never.</summary>
    [Parameter, EditorRequired]
    public long ThenMs { get; set; }
}
