using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One alert: why it was raised, what to do next, what was done. Keyed by alert.</summary>
public sealed partial class AlertDrawer
{
    private static readonly string[] Others = ["dispatch", "handle", "resolve", "close", "reopen", "comment"];

    private static IReadOnlyList<string> Codes => AlertDesk.CauseCodes;

    private ElementReference _section;
    private string _text = "";
    private string _assignee = "";
    private string _code = "";
    private bool _busy;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required AlertDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<AlertDrawer> Logger { get; init; }

    /// <summary>The alert with its history.</summary>
    [Parameter, EditorRequired]
    public required AlertDetail Detail { get; set; }

    /// <summary>Name of its community.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>There is one before it.</summary>
    [Parameter]
    public bool CanStepBack { get; set; }

    /// <summary>There is one after it.</summary>
    [Parameter]
    public bool CanStepOn { get; set; }

    /// <summary>The one before (−1) or after (1) is to be opened.</summary>
    [Parameter]
    public EventCallback<int> OnStep { get; set; }

    /// <summary>Something was done about it.</summary>
    [Parameter]
    public EventCallback<AlertDetail> OnDone { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private AlertView Alert => Detail.Alert;

    /// <summary>Where this rule gets other numbers for this device or home; of a safety rule, where it is muted for a time.</summary>
    private string CareHref
    {
        get
        {
            var isSafety = SettingsDesk.Rules.FirstOrDefault(r => r.Id == Alert.Rule)?.IsSafety ?? true;
            var target = Alert.Device.Length > 0 ? $"device:{Alert.Device}" : Alert.Place.Length > 0 ? Alert.Place : $"community:{Alert.Community}";
            return $"/care?community={Alert.Community}&panel={(isSafety ? "window" : "override")}&target={Uri.EscapeDataString(target)}&rule={Alert.Rule}";
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Single letters are keys here: the drawer has the focus, no field.
        if (firstRender)
            await JsSafe.TryAsync(Logger, async () => await _section.FocusAsync());
    }

    private bool Can(string action) => AlertDesk.Allows(action, Alert.Stage);

    private string? Wrong(string field) => _faults.Any(f => f.Field == field) ? "true" : null;

    // Enter in a field does the first thing that can be done.
    private Task SubmitAsync() => DoAsync(Can("acknowledge") ? "acknowledge" : "comment");

    private async Task DoAsync(string action)
    {
        _busy = true;
        var done = new NewAlertAction
        {
            Action = action, Actor = Author.Name.Trim(), Comment = _text.Trim(), Assignee = action == "dispatch" ? _assignee.Trim() : "", CauseCode = action == "close" ? _code : "", SeenNumber = Alert.Number,
        };
        var outcome = await Attempt.RunAsync(() => Desk.DoAsync(Alert.Id, done, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (!outcome.Succeeded)
            return;
        (_text, _assignee, _code) = ("", "", "");
        await OnDone.InvokeAsync(outcome.Value!);
    }
}
