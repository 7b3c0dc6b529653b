using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Devices with their latest values, virtualised: only the rows in view are rendered.</summary>
public sealed partial class LatestTable
{
    /// <summary>Height of a row in CSS pixels, as in the style sheet.</summary>
    private const float RowHeight = 36;

    /// <summary>The devices, in the order to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<LiveDevice> Devices { get; set; } = [];

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>The device in the drawer.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>A device is to be opened.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    private ICollection<LiveDevice> Items => Devices as ICollection<LiveDevice> ?? [.. Devices];
}
