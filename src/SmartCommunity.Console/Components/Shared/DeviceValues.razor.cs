using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Latest value of each quantity with unit, time, age, quality, and what the platform derived it from.</summary>
public sealed partial class DeviceValues
{
    /// <summary>The values.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<LiveValue> Values { get; set; } = [];

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>True in a drawer: without the time of the measurement, which is the age's title, and without where it comes from.</summary>
    [Parameter]
    public bool IsCompact { get; set; }
}
