using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What a person may do about an alert in its stage, with comment and photo; the usual next step stands out. Keyed by alert.</summary>
public sealed partial class AlertActions
{
    private static readonly string[] Others = ["dispatch", "handle", "resolve", "close", "reopen", "comment"];

    private static IReadOnlyList<string> Codes => AlertDesk.CauseCodes;

    private string _text = "";
    private string _assignee = "";
    private string _code = "";
    private IBrowserFile? _photo;
    private int _round;
    private bool _busy;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required AlertDesk Desk { get; init; }
    [Inject] public required AlertPhotos Photos { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<AlertActions> Logger { get; init; }

    /// <summary>The alert as the person sees it.</summary>
    [Parameter, EditorRequired]
    public required AlertView Alert { get; set; }

    /// <summary>Something was done about it.</summary>
    [Parameter]
    public EventCallback<AlertDetail> OnDone { get; set; }

    /// <summary>What usually comes next.</summary>
    private string Next => Alert.Stage switch
    {
        "acknowledged" => "dispatch",
        "dispatched" => "handle",
        "handling" => "resolve",
        "resolved" => "close",
        _ => "",
    };

    private string WordOf(string action) => L[action == "reopen" && Alert.Stage == "acknowledged" ? "alerts.do.release" : $"alerts.do.{action}"];

    private bool Can(string action) => AlertDesk.Allows(action, Alert.Stage);

    private string? Wrong(string field) => _faults.Any(f => f.Field == field) ? "true" : null;

    // Enter in a field does the first thing that can be done.
    private Task SubmitAsync() => DoAsync(Can("acknowledge") ? "acknowledge" : "comment");

    private async Task DoAsync(string action)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => SendAsync(action), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (!outcome.Succeeded)
            return;
        (_text, _assignee, _code, _photo) = ("", "", "", null);
        _round++; // A file field is only emptied by making another.
        await OnDone.InvokeAsync(outcome.Value!);
    }

    private async Task<Outcome<AlertDetail>> SendAsync(string action)
    {
        var done = new NewAlertAction
        {
            Action = action, Actor = Author.Name.Trim(), Comment = _text.Trim(), Assignee = action == "dispatch" ? _assignee.Trim() : "", CauseCode = action == "close" ? _code : "", SeenNumber = Alert.Number,
        };
        if (_photo is { } photo)
        {
            var taken = await TakeAsync(photo);
            if (!taken.Succeeded)
                return taken.Faults.ToArray();
            done = done with { PhotoSha256 = taken.Value!.Sha256 };
        }

        return await Desk.DoAsync(Alert.Id, done, CancellationToken.None);
    }

    private async Task<Outcome<AlertPhotoView>> TakeAsync(IBrowserFile photo)
    {
        if (photo.Size > EvidenceFiles.MaxBytes)
            return new Fault(FaultKind.Invalid, "file", L["import.tooLarge", photo.Size, EvidenceFiles.MaxBytes]);
        await using var content = photo.OpenReadStream(EvidenceFiles.MaxBytes);
        return await Photos.TakeAsync(Alert.Id, content, CancellationToken.None);
    }
}
