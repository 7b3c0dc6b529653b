using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What the registry and the twin graph know of a device: what it is, where it is, how it connects.</summary>
public sealed partial class DeviceFacts
{
    /// <summary>The device.</summary>
    [Parameter, EditorRequired]
    public required DeviceView Device { get; set; }

    /// <summary>Name of its community.</summary>
    [Parameter, EditorRequired]
    public required string CommunityName { get; set; }

    /// <summary>The places it is in, outermost first.</summary>
    [Parameter]
    public IReadOnlyList<TwinDetailView> Places { get; set; } = [];
}
