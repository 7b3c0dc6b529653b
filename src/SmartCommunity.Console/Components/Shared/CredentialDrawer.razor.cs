using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One registered device: its facts, a new token, and retirement, which asks first because it cannot be undone.</summary>
public sealed partial class CredentialDrawer
{
    private bool _confirming;
    private bool _busy;
    private bool _asking;
    private ElementReference _question;
    private EnrolledDeviceView? _rotated;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required DeviceRegistry Registry { get; init; }
    [Inject] public required ILogger<CredentialDrawer> Logger { get; init; }

    /// <summary>The device.</summary>
    [Parameter, EditorRequired]
    public required DeviceView Device { get; set; }

    /// <summary>Name of its community; its code when absent.</summary>
    [Parameter]
    public string? CommunityName { get; set; }

    /// <summary>The device changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_confirming == _asking)
            return;
        _asking = _confirming;
        // The button that asked is gone: the focus goes to the question, not to the top of the page.
        if (_asking)
            await JsSafe.TryAsync(Logger, async () => await _question.FocusAsync());
    }

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
        var outcome = await Attempt.RunAsync(Visitor, Policies.DevicesEdit, () => Registry.RetireAsync(Device.Id, CancellationToken.None), Logger);
        _busy = _confirming = false;
        _faults = outcome.Faults;
        if (outcome.Succeeded)
            await OnChanged.InvokeAsync();
    }
}
