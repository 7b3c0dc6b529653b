using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The district in five figures.</summary>
public sealed partial class DistrictTiles
{
    private const int Percent = 100;

    /// <summary>All communities.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityRow> Rows { get; set; } = [];

    /// <summary>All gateways; one that serves many communities counts once.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<GatewayView> Gateways { get; set; } = [];

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    private int Devices => Rows.Sum(r => r.Devices);

    private int Online => Rows.Sum(r => r.Online);

    private double Rate => Rows.Sum(r => r.MessagesPerSecond);

    private long Backlog => Gateways.Sum(g => g.BacklogItems);

    private int ConnectedGateways => Gateways.Count(g => g.Connected);

    private IEnumerable<Condition> Conditions => Rows.Select(r => r.Judge(NowMs).Condition);

    private int Normal => Conditions.Count(c => c == Condition.Normal);

    private int Attention => Conditions.Count(c => c is Condition.Warning or Condition.Alarm or Condition.Offline);

    private Condition Worst =>
        Conditions.Contains(Condition.Alarm) ? Condition.Alarm
        : Conditions.Contains(Condition.Offline) ? Condition.Offline
        : Conditions.Contains(Condition.Warning) ? Condition.Warning
        : Normal > 0 ? Condition.Normal : Condition.None;

    private Condition OnlineCondition =>
        Devices == 0 ? Condition.None
        : Online == 0 ? Condition.Offline
        : Online < Devices * CommunityRow.OnlineShareWarning ? Condition.Warning : Condition.Normal;

    private string OnlineShare => Devices == 0 ? L["reason.noDevices"] : $"{ValueText.Number((double)Online * Percent / Devices, 1)} %";
}
