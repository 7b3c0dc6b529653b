using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Whether a device is there, since when it is silent, and how often its class reports: its own interval is what the judgement goes by.</summary>
public sealed partial class DeviceLiveness
{
    /// <summary>A code of <see cref="DevicePresence"/>, or <c>retired</c>.</summary>
    [Parameter, EditorRequired]
    public required string State { get; set; }

    /// <summary>Its class code.</summary>
    [Parameter, EditorRequired]
    public required string Class { get; set; }

    /// <summary>When its gateway last heard it, epoch milliseconds; 0 = never.</summary>
    [Parameter, EditorRequired]
    public long LastReceivedAtMs { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    private TimeSpan? Interval => DeviceClassCatalogue.Current.Find(Class)?.ReportInterval;

    private string Heard => $"{Times.Full(LastReceivedAtMs)} {Times.Zone}";

    private string Text => State switch
    {
        _ when LastReceivedAtMs == 0 => L["device.neverHeard"],
        DevicePresence.Online => L["device.heardAt", Heard],
        DevicePresence.GatewayAway => $"{L["device.gatewayAwayText"]} {L["device.heardAt", Heard]}",
        _ => L["device.silentSince", Heard],
    };
}
