using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Asks for the reason and takes a certificate back.</summary>
public sealed partial class RevokeCertificateForm
{
    private string _reason = CertificateDesk.RevocationReasons[0];
    private bool _busy;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required CertificateDesk Desk { get; init; }
    [Inject] public required ILogger<RevokeCertificateForm> Logger { get; init; }

    /// <summary>The certificate.</summary>
    [Parameter, EditorRequired]
    public required CertificateView Certificate { get; set; }

    /// <summary>It was taken back.</summary>
    [Parameter]
    public EventCallback<CertificateView> OnRevoked { get; set; }

    /// <summary>It stays as it is.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    private async Task RevokeAsync()
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Desk.RevokeAsync(Certificate.Device, Certificate.Serial, _reason, Visitor.Actor, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnRevoked.InvokeAsync(outcome.Value!);
    }
}
