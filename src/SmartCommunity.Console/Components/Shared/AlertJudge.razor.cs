using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Whether an alert was right, said in one press at any time; what rules are worth is counted by it.</summary>
public sealed partial class AlertJudge
{
    private bool _busy;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required AlertDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<AlertJudge> Logger { get; init; }

    /// <summary>The alert.</summary>
    [Parameter, EditorRequired]
    public required AlertView Alert { get; set; }

    /// <summary>It was said.</summary>
    [Parameter]
    public EventCallback<AlertDetail> OnDone { get; set; }

    private async Task JudgeAsync(string word)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Desk.DoAsync(Alert.Id, new NewAlertAction { Action = "judge", Actor = Author.Name.Trim(), CauseCode = word }, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnDone.InvokeAsync(outcome.Value!);
    }
}
