using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// Retires many devices or gives them new tokens: those selected one by one, or all that match the filter. Asks first, and the question says how many. Each action is one
/// transaction; the new tokens can be saved this once.
/// </summary>
public sealed partial class BulkPanel
{
    private Action? _asked;
    private bool _ofFilter;
    private bool _busy;
    private string? _said;
    private RotationReport? _rotated;
    private IReadOnlyList<Fault> _faults = [];

    private enum Action
    {
        Retire,
        Rotate,
    }

    [Inject] public required DeviceSuccession Succession { get; init; }
    [Inject] public required IJSRuntime Browser { get; init; }
    [Inject] public required ILogger<BulkPanel> Logger { get; init; }

    /// <summary>Ids selected; emptied when they were acted on.</summary>
    [Parameter, EditorRequired]
    public required HashSet<string> Selected { get; set; }

    /// <summary>What the list shows.</summary>
    [Parameter, EditorRequired]
    public required DeviceFilter Filter { get; set; }

    /// <summary>How many devices the list has.</summary>
    [Parameter, EditorRequired]
    public long Matching { get; set; }

    /// <summary>True when the list is narrowed by something an action by filter does not know, such as the state.</summary>
    [Parameter]
    public bool IsNarrowed { get; set; }

    /// <summary>Devices changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private bool IsAsking => _asked is not null;

    private long Count => _ofFilter ? Matching : Selected.Count;

    // An action by filter must not reach beyond what the list shows, nor be of everything by one click.
    private string? FilterFault =>
        IsNarrowed || Filter.Search is not null || Filter.Retired != false ? L["bulk.noFilterSearch"].Value
        : Filter is { Community: null, Class: null, Gateway: null } ? L["bulk.noFilter"].Value : null;

    private void Ask(Action action, bool ofFilter) => (_asked, _ofFilter, _said, _rotated, _faults) = (action, ofFilter, null, null, []);

    private void Cancel() => _asked = null;

    private async Task CarryOutAsync()
    {
        var selection = _ofFilter
            ? new DeviceSelection { Community = Filter.Community ?? "", Class = Filter.Class ?? "", Gateway = Filter.Gateway ?? "" }
            : new DeviceSelection { Ids = [.. Selected] };
        _busy = true;
        if (_asked == Action.Retire)
            Show(await Attempt.RunAsync(() => Succession.RetireAsync(selection, Visitor.Actor, CancellationToken.None), Logger));
        else
            Show(await Attempt.RunAsync(() => Succession.RotateAsync(selection, Visitor.Actor, CancellationToken.None), Logger));
        (_busy, _asked) = (false, null);
        if (_faults.Count > 0)
            return;
        Selected.Clear();
        await OnChanged.InvokeAsync();
    }

    private void Show(Outcome<RetirementReport> outcome)
    {
        _faults = outcome.Faults;
        _said = outcome.Succeeded ? L["bulk.retired", ValueText.Count(outcome.Value!.Retired)].Value : null;
    }

    private void Show(Outcome<RotationReport> outcome)
    {
        _faults = outcome.Faults;
        if (!outcome.Succeeded)
            return;
        _said = L["bulk.rotated", ValueText.Count(outcome.Value!.Rotated.Count), ValueText.Count(outcome.Value.Skipped.Count)];
        _rotated = outcome.Value.Rotated.Count > 0 ? outcome.Value : null;
    }

    private async Task SaveAsync()
    {
        if (await DownloadInterop.SaveTextAsync(Browser, Logger, "device-tokens.csv", TokenCsv.Of(_rotated!.Rotated)))
            _rotated = null;
        else
            _faults = [new Fault(FaultKind.Unavailable, "file", L["import.notSaved"])];
    }
}
