using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Class, state and text to filter a community's devices by; the page keeps them in its URL.</summary>
public sealed partial class DeviceFilterBar
{
    private const string ClassKey = "class";
    private const string StateKey = "state";
    private const string SearchKey = "search";

    /// <summary>All devices, for the facets.</summary>
    [Parameter, EditorRequired]
    public required IEnumerable<LiveDevice> Devices { get; set; }

    /// <summary>Class filtered by.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>State filtered by.</summary>
    [Parameter]
    public string? State { get; set; }

    /// <summary>Text filtered by.</summary>
    [Parameter]
    public string? Search { get; set; }

    /// <summary>Devices that match.</summary>
    [Parameter]
    public int Shown { get; set; }

    /// <summary>A filter changed: its name in the URL and its value.</summary>
    [Parameter]
    public EventCallback<(string Name, string? Value)> OnChange { get; set; }

    private Task Say(string name, object? value) => OnChange.InvokeAsync((name, value?.ToString()));
}
