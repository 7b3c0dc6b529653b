using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One registered device: its facts, a new token, and retirement, which asks first because it cannot be undone.</summary>
public sealed partial class CredentialDrawer
{
    private bool _confirming;
    private bool _busy;
    private EnrolledDeviceView? _rotated;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required DeviceRegistry Registry { get; init; }
    [Inject] public required ILogger<CredentialDrawer> Logger { get; init; }

    /// <summary>The device.</summary>
    [Parameter, EditorRequired]
    public required DeviceView Device { get; set; }

    /// <summary>The device changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private async Task RotateAsync()
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Registry.RotateTokenAsync(Device.Id, CancellationToken.None), Logger);
        _busy = false;
        (_rotated, _faults) = (outcome.Value, outcome.Faults);
        if (outcome.Succeeded)
            await OnChanged.InvokeAsync();
    }

    private async Task RetireAsync()
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Registry.RetireAsync(Device.Id, CancellationToken.None), Logger);
        _busy = _confirming = false;
        _faults = outcome.Faults;
        if (outcome.Succeeded)
            await OnChanged.InvokeAsync();
    }
}
