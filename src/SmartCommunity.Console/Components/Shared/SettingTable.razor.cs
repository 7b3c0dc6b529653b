using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Overrides, away modes and maintenance windows; a second person agrees to one here, and anybody ends one.</summary>
public sealed partial class SettingTable
{
    private bool _busy;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required SettingsDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<SettingTable> Logger { get; init; }

    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AlertSettingView> Settings { get; set; }

    /// <summary>Communities, for their names.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CommunityView> Places { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>Somebody agreed to one or ended it.</summary>
    [Parameter]
    public EventCallback<AlertSettingView> OnDone { get; set; }

    private async Task DecideAsync(AlertSettingView setting, Func<string, AlertSettingDecision, CancellationToken, Task<Outcome<AlertSettingView>>> decide)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(Visitor, Policies.AlertsAct, () => decide(setting.Id, new AlertSettingDecision { Actor = Author.Name.Trim() }, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnDone.InvokeAsync(outcome.Value!);
    }
}
