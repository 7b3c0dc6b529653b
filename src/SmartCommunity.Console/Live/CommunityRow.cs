using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Live;

/// <summary>One community as the overview shows it, with the judgement of its line: is its data arriving? Pure.</summary>
/// <param name="Place">The community.</param>
/// <param name="Numbers">Its live numbers; null before the first state.</param>
/// <param name="Gateways">The gateways its devices are enrolled to.</param>
public sealed record CommunityRow(CommunityView Place, LiveCommunity? Numbers, IReadOnlyList<GatewayView> Gateways)
{
    /// <summary>Below this share online, the community is degraded: one device in ten silent is more than batteries explain.</summary>
    internal const double OnlineShareWarning = 0.9;

    /// <summary>Data older than this is a warning, in milliseconds: five minutes, five intervals of the classes that report each minute.</summary>
    internal const long StaleMs = 300_000;

    /// <summary>An uplink this far behind is a warning, in seconds.</summary>
    internal const double LagWarningSeconds = 60;

    internal int Devices => Numbers?.Devices ?? Place.Devices;

    internal int Online => Numbers?.Online ?? 0;

    internal long LastAtMs => Numbers?.LastAtMs ?? 0;

    internal double MessagesPerSecond => Numbers?.MessagesPerSecond ?? 0;

    internal long BacklogItems => Gateways.Sum(g => g.BacklogItems);

    /// <summary>The condition and the resource key of its reason.</summary>
    internal (Condition Condition, string Reason) Judge(long nowMs)
    {
        if (Devices == 0)
            return (Condition.None, "reason.noDevices");
        if (Gateways.Any(g => g.DiskRefusingRoutine))
            return (Condition.Alarm, "reason.diskRefusing");
        if (Online == 0)
            return (Condition.Offline, "reason.allOffline");
        if (Gateways.Any(g => !g.Connected))
            return (Condition.Warning, "reason.gatewayAway");
        if (nowMs - LastAtMs > StaleMs)
            return (Condition.Warning, "reason.stale");
        if (Gateways.Any(g => g.LagSeconds > LagWarningSeconds))
            return (Condition.Warning, "reason.lag");
        return Online < Devices * OnlineShareWarning ? (Condition.Warning, "reason.manyOffline") : (Condition.Normal, "reason.fine");
    }
}
