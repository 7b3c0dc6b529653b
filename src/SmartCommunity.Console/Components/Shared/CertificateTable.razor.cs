using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Certificates of devices with the time they have left.</summary>
public sealed partial class CertificateTable
{
    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CertificateView> Certificates { get; set; } = [];

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>A certificate is to be taken back.</summary>
    [Parameter]
    public EventCallback<CertificateView> OnRevoke { get; set; }

    private TimeSpan Left(CertificateView certificate) => certificate.NotAfter - DateTimeOffset.FromUnixTimeMilliseconds(NowMs);

    private string DaysLeft(CertificateView certificate) => Math.Floor(Left(certificate).TotalDays).ToString("0", CultureInfo.InvariantCulture);

    private string StateOf(CertificateView certificate) => certificate.State == "good" && Left(certificate) <= CertificateQuery.Soon ? "expiring" : certificate.State;

    private Condition ConditionOf(CertificateView certificate) => StateOf(certificate) switch
    {
        "good" => Condition.Normal,
        "expiring" => Condition.Warning,
        "expired" => Condition.Alarm,
        _ => Condition.Offline,
    };
}
