using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One row a gateway: connection, marks, backlog of each lane, and what it did not take.</summary>
public sealed partial class GatewayTable
{
    /// <summary>The gateways.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<GatewayView> Gateways { get; set; } = [];

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    private static Condition ConditionOf(GatewayView gateway) =>
        gateway.DiskRefusingRoutine ? Condition.Alarm
        : !gateway.Connected ? Condition.Offline
        : gateway.LagSeconds > CommunityRow.LagWarningSeconds ? Condition.Warning : Condition.Normal;

    private static string WordOf(GatewayView gateway) => ConditionOf(gateway) switch
    {
        Condition.Alarm => "gateways.stateDisk",
        Condition.Offline => gateway.LastHeartbeatAt is null ? "gateways.stateNever" : "gateways.stateAway",
        Condition.Warning => "gateways.stateBehind",
        _ => "gateways.stateConnected",
    };

    private static long MsOf(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds() ?? 0;
}
