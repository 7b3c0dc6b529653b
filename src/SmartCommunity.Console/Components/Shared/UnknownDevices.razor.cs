using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// Devices that payloads in quarantine name and nobody enrolled: adopt one as what it probably is, with one click, or look first and change id, class and name.
/// Shows nothing when there are none.
/// </summary>
public sealed partial class UnknownDevices : IDisposable
{
    /// <summary>Rows shown, the last seen first: one screen; the next ones follow as these are adopted.</summary>
    internal const int MaxShown = 20;

    private readonly CancellationTokenSource _leaving = new();
    private Loader<IReadOnlyList<UnknownDeviceView>> _unknown = null!;
    private (UnknownDeviceView Device, AdoptionGuess Guess)? _deciding;
    private AdoptionReport? _report;
    private IReadOnlyList<Fault> _faults = [];
    private bool _busy;

    [Inject] public required DeviceAdoption Adoption { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required ILogger<UnknownDevices> Logger { get; init; }

    /// <summary>A device was adopted and its carrier's payloads ran again.</summary>
    [Parameter]
    public EventCallback OnAdopted { get; set; }

    /// <summary>Communities, for their names.</summary>
    [Parameter]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    private long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Looks again, as after a re-run. Call on the page's own context.</summary>
    public async Task ReloadAsync()
    {
        await _unknown.LoadAsync(Adoption.UnknownAsync, _leaving.Token);
        if (!_leaving.IsCancellationRequested)
            StateHasChanged();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _unknown = new Loader<IReadOnlyList<UnknownDeviceView>>(Logger);
        return ReloadAsync();
    }

    private async Task LookAsync(UnknownDeviceView device)
    {
        var outcome = await Attempt.RunAsync(() => Adoption.GuessAsync(device.QuarantineId, device.Alias, CancellationToken.None), Logger);
        (_faults, _report) = (outcome.Faults, null);
        if (outcome.Succeeded)
            _deciding = (device, outcome.Value!);
        else
            await ReloadAsync();
    }

    private async Task AdoptAsync(UnknownDeviceView device, AdoptRequest request)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Adoption.AdoptAsync(device.QuarantineId, request, CancellationToken.None), Logger);
        (_busy, _faults, _report) = (false, outcome.Faults, outcome.Value);
        if (!outcome.Succeeded && _deciding is not null)
            return; // The form is still open: what was typed stays.
        _deciding = null;
        await ReloadAsync();
        if (outcome.Succeeded)
            await OnAdopted.InvokeAsync();
    }

    private void Close() => (_deciding, _faults) = (null, []);
}
