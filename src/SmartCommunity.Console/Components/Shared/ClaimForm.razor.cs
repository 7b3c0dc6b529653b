using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Claims one device by the code printed on it and shows its token this once.</summary>
public sealed partial class ClaimForm
{
    private string _code = "";
    private string _community = "";
    private string _name = "";
    private string _gateway = "";
    private bool _busy;
    private EnrolledDeviceView? _claimed;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required ClaimDesk Desk { get; init; }
    [Inject] public required ILogger<ClaimForm> Logger { get; init; }

    /// <summary>Communities to choose from.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Gateways to choose from.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Gateways { get; set; } = [];

    /// <summary>A device was claimed.</summary>
    [Parameter]
    public EventCallback OnClaimed { get; set; }

    private async Task ClaimAsync()
    {
        _busy = true;
        var claim = new NewClaim { Code = _code, Community = _community, Name = _name.Trim(), Gateway = _gateway };
        var outcome = await Attempt.RunAsync(() => Desk.ClaimAsync(claim, Visitor.Actor, CancellationToken.None), Logger);
        (_busy, _faults, _claimed) = (false, outcome.Faults, outcome.Value);
        if (outcome.Succeeded)
            await OnClaimed.InvokeAsync();
    }

    // Whoever claims a pallet stays in one community and at one gateway.
    private void Again()
    {
        _claimed = null;
        _code = _name = "";
    }
}
