using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The facets of the device registry; the page keeps them in its URL.</summary>
public sealed partial class RegistryFilterBar
{
    private static readonly string[] States = [DevicePresence.Online, DevicePresence.Offline, DevicePresence.GatewayAway, DevicePresence.Unheard];

    /// <summary>Communities to choose from.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Gateways to choose from.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Gateways { get; set; } = [];

    /// <summary>Community chosen.</summary>
    [Parameter]
    public string? Community { get; set; }

    /// <summary>Class chosen.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>Gateway chosen.</summary>
    [Parameter]
    public string? Gateway { get; set; }

    /// <summary>Dialect chosen.</summary>
    [Parameter]
    public string? Dialect { get; set; }

    /// <summary>State chosen, a code of <see cref="DevicePresence"/>.</summary>
    [Parameter]
    public string? State { get; set; }

    /// <summary>How retired devices are treated.</summary>
    [Parameter]
    public string? Retired { get; set; }

    /// <summary>Text searched for.</summary>
    [Parameter]
    public string? Search { get; set; }

    /// <summary>A facet changed: its name in the URL and its value.</summary>
    [Parameter]
    public EventCallback<(string Name, string? Value)> OnChange { get; set; }

    private Task Say(string name, object? value) => OnChange.InvokeAsync((name, value?.ToString()));
}
