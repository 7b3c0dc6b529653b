using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Whether a device is there: online, offline, its gateway away, never heard, or retired.</summary>
public sealed partial class PresenceBadge
{
    /// <summary>State of a retired device, beside the codes of <see cref="DevicePresence"/>.</summary>
    internal const string Retired = "retired";

    /// <summary>A code of <see cref="DevicePresence"/>, or <c>retired</c>.</summary>
    [Parameter, EditorRequired]
    public required string State { get; set; }

    internal static Condition ConditionOf(string state) => state switch
    {
        DevicePresence.Online => Condition.Normal,
        DevicePresence.GatewayAway => Condition.Warning,
        Retired => Condition.None,
        _ => Condition.Offline,
    };
}
