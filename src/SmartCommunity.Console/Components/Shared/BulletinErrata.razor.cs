using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What was said of a frozen bulletin afterwards, and a form to say more.</summary>
public sealed partial class BulletinErrata
{
    private IReadOnlyList<Fault> _faults = [];
    private string _project = "", _total = "", _reason = "";
    private bool _busy;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<BulletinErrata> Logger { get; init; }

    /// <summary>The bulletin.</summary>
    [Parameter, EditorRequired]
    public required BulletinIssue Issue { get; set; }

    /// <summary>One was added.</summary>
    [Parameter]
    public EventCallback OnAdded { get; set; }

    private string? Wrong(string field) => _faults.Any(f => f.Field == field) ? "true" : null;

    private string NameOf(string project) => Issue.Bulletin.Row(project) is { } row ? Languages.Pick(row.Name.Zh, row.Name.En) : project;

    private async Task AddAsync()
    {
        if (!Visitor.May(Policies.ProgrammeEdit))
            return;
        double? total = null;
        if (_total.Trim().Length > 0)
        {
            if (!double.TryParse(_total.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                _faults = [new Fault(FaultKind.Invalid, "is", L["bulletin.noNumber", _total])];
                return;
            }

            total = number;
        }

        if (Author.Name.Trim().Length == 0)
        {
            _faults = [new Fault(FaultKind.Invalid, "actor", L["lists.who"])];
            return;
        }

        _busy = true;
        var act = new ErratumAdded(Issue.Bulletin.Month, _project.Length > 0 ? _project : null, total is null ? BulletinFigure.Other : BulletinFigure.Total, total, _reason, Revision: null);
        var outcome = await Attempt.RunAsync<Submission>(async () => await Desk.SubmitAsync(act, Visitor.Caller, Author.Name, CancellationToken.None), Logger);
        _busy = false;
        _faults = outcome.Succeeded ? RefusalText.Faults(outcome.Value!.Refusals) : outcome.Faults;
        if (_faults.Count > 0)
            return;
        (_project, _total, _reason) = ("", "", "");
        await OnAdded.InvokeAsync();
    }
}
