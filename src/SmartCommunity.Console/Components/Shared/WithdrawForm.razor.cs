using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Takes evidence back, waiting or accepted, with a reason: the one way to undo a hand-in or an acceptance.</summary>
public sealed partial class WithdrawForm
{
    private bool _isOpen;
    private bool _busy;
    private string _comment = "";
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required EvidenceDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<WithdrawForm> Logger { get; init; }

    /// <summary>The piece.</summary>
    [Parameter, EditorRequired]
    public required EvidenceView Evidence { get; set; }

    /// <summary>It was taken back.</summary>
    [Parameter]
    public EventCallback OnWithdrawn { get; set; }

    private async Task WithdrawAsync()
    {
        _busy = true;
        var withdrawal = new NewWithdrawal { Actor = Author.Name.Trim(), Comment = _comment.Trim() };
        var outcome = await Attempt.RunAsync(() => Desk.WithdrawAsync(Evidence.Community, Evidence.Id, withdrawal, Evidence.Revision, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnWithdrawn.InvokeAsync();
    }
}
