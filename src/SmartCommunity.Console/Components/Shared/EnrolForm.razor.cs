using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Enrols one device and shows its token this once.</summary>
public sealed partial class EnrolForm
{
    private string _id = "";
    private string _name = "";
    private string _community = "";
    private string _class = "";
    private string _gateway = "";
    private string _certificate = "";
    private bool _busy;
    private EnrolledDeviceView? _enrolled;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required DeviceRegistry Registry { get; init; }
    [Inject] public required ILogger<EnrolForm> Logger { get; init; }

    /// <summary>Communities to choose from.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Gateways to choose from.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Gateways { get; set; } = [];

    /// <summary>Community chosen at first.</summary>
    [Parameter]
    public string? Community { get; set; }

    /// <summary>A device was enrolled.</summary>
    [Parameter]
    public EventCallback OnEnrolled { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _community = Community ?? "";

    private async Task EnrolAsync()
    {
        _busy = true;
        var device = new NewDevice
        {
            Id = _id.Trim(), Name = _name.Trim(), Community = _community, Class = _class, Gateway = _gateway,
            CertificateSha256 = DeviceFilters.OrNull(_certificate.Trim()),
        };
        var outcome = await Attempt.RunAsync(() => Registry.CreateAsync(device, CancellationToken.None), Logger);
        _busy = false;
        _faults = outcome.Faults;
        _enrolled = outcome.Value;
        if (outcome.Succeeded)
            await OnEnrolled.InvokeAsync();
    }

    private void Again()
    {
        _enrolled = null;
        _id = _name = _certificate = "";
    }
}
