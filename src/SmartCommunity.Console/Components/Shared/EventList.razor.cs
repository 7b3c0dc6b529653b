using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Safety events of the last hour, newest first, with how long each took to reach the gateway.</summary>
public sealed partial class EventList
{
    private const double MsPerSecond = 1000;

    /// <summary>The events, newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<LiveEvent> Events { get; set; } = [];

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>A device is to be opened.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }
}
