using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Console.Loading;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Asks who puts rules in force and why, and whether they are sure; then does it.</summary>
public sealed partial class RulePutForm
{
    private string _comment = "";
    private bool _isSure;
    private bool _busy;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<RulePutForm> Logger { get; init; }

    /// <summary><c>id@version</c> of the rules.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>Puts them in force, said who and why.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string, Task<Outcome<RulesPutView>>> Put { get; set; }

    /// <summary>They are in force.</summary>
    [Parameter]
    public EventCallback<RulesPutView> OnPut { get; set; }

    /// <summary>Rather not.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    private async Task PutAsync()
    {
        if (!_isSure)
            return; // The browser asks for the tick; a script that sends the form without it gets nothing.
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Put(Author.Name.Trim(), _comment.Trim()), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnPut.InvokeAsync(outcome.Value);
    }
}
