using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Money;

/// <summary>One project's money: what is due, how each amount came about, payments and what may be done about them, the lines of its ledger. Keyed by project.</summary>
public sealed partial class LedgerDrawer
{
    private ElementReference _section;

    [Inject] public required ILogger<LedgerDrawer> Logger { get; init; }

    /// <summary>The project.</summary>
    [Parameter, EditorRequired]
    public required ProjectState Project { get; set; }

    /// <summary>Its ledger.</summary>
    [Parameter, EditorRequired]
    public required ProjectLedger Ledger { get; set; }

    /// <summary>The policy it goes by.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    /// <summary>A form is to be opened: its kind, and after a colon what it is about.</summary>
    [Parameter]
    public EventCallback<string> OnPanel { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await JsSafe.TryAsync(Logger, async () => await _section.FocusAsync(preventScroll: true));
    }

    // The responsible unit books its costs and requests payments; the rest is finance's.
    private bool May(string form) => Visitor.May(form is "cost" or "correct" or "close" or "request" ? new CostCorrected(Project.Id, 0, "") : new PaymentApproved(Project.Id, 0));

    private static string[] StepsOf(PaymentStage stage) => stage switch
    {
        PaymentStage.Requested => ["approve", "refuse"],
        PaymentStage.Approved => ["pay", "refuse"],
        PaymentStage.Paid => ["return"],
        _ => [],
    };

    private static Condition ConditionOf(PaymentStage stage) => stage switch
    {
        PaymentStage.Paid => Condition.Normal,
        PaymentStage.Refused => Condition.Offline,
        _ => Condition.Warning,
    };

    private string Told(Payment payment) => string.Concat(
        payment.Approved is { } approved ? $" · {L["ledger.approvedBy", approved.By, EntryText.Day(approved.On)]}" : "",
        payment.Made is { } made ? $" · {L["ledger.paidBy", made.By, EntryText.Day(made.On), payment.VoucherNo!]}" : "",
        payment.Refused is { } refused ? $" · {L["ledger.refusedBy", refused.By, EntryText.Day(refused.On), payment.RefusedWhy!]}" : "");

    private static string Names(DecisionRecord decision) => string.Concat(
        new[] { decision.Approved, decision.SecondApproved, decision.Refused }.OfType<EntryMark>().Select(m => $" → {m.By}"));
}
