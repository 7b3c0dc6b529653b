using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What a device used today of what it may send, and how much of it was refused.</summary>
public sealed partial class DeviceQuota
{
    /// <summary>Limits and use.</summary>
    [Parameter, EditorRequired]
    public required DeviceQuotaView Quota { get; set; }

    private string Rate => Quota.Effective.MessagesPerSecond is { } rate
        ? L["quota.rateText", rate, Quota.Effective.BurstMessages?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–"]
        : L["quota.noRate"];

    private string Used(long used, long? limit, Func<long, string> written) =>
        limit is { } most ? L["quota.used", written(used), written(most)] : L["quota.noLimit", written(used)];
}
