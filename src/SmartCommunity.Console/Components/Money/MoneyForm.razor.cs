using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Money;

/// <summary>The form of one act about a project's money. What is refused is said with its rules, and what was typed stays. Keyed by panel.</summary>
public sealed partial class MoneyForm
{
    /// <summary>Every form, as the URL names it.</summary>
    internal static readonly IReadOnlyList<string> Kinds = ["cost", "correct", "close", "reopen", "decide", "approveDecision", "refuseDecision", "request", "approve", "refuse", "pay", "return"];

    private string _class = "", _fund = "", _amount = "", _reference = "", _document = "", _reason = "";
    private PayeeKind _payee = PayeeKind.Contractor;
    private DecisionKind _decision = DecisionKind.Approved;
    private EvaluationKind _evaluation = EvaluationKind.Bulletin;
    private DateOnly? _on;
    private bool _busy;
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<Refusal> _refusals = [];

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<MoneyForm> Logger { get; init; }

    /// <summary>One of <see cref="Kinds"/>.</summary>
    [Parameter, EditorRequired]
    public required string Kind { get; set; }

    /// <summary>What it is about: the kind of a payment to request, the number of what stands in the ledger; empty otherwise.</summary>
    [Parameter, EditorRequired]
    public required string Target { get; set; }

    /// <summary>The project.</summary>
    [Parameter, EditorRequired]
    public required ProjectState Project { get; set; }

    /// <summary>Its ledger.</summary>
    [Parameter, EditorRequired]
    public required ProjectLedger Ledger { get; set; }

    /// <summary>The policy it goes by.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    /// <summary>It is done.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    private IReadOnlyList<CostClass> Classes => CostClasses.Of(Policy.Subsidy);

    private CostClass Chosen => Classes.First(c => c.Code == _class);

    private bool HasAmount => Kind is "cost" or "close" or "decide" or "request" or "return";

    private bool HasDocument => Kind is "cost" or "close" or "decide" or "pay" or "return";

    private bool HasReason => Kind is "cost" or "correct" or "reopen" or "decide" or "refuseDecision" or "refuse" or "return";

    private int No => int.TryParse(Target, NumberStyles.None, CultureInfo.InvariantCulture, out var no) ? no : 0;

    private PaymentKind Requested => Enum.TryParse<PaymentKind>(Target, out var kind) ? kind : PaymentKind.First;

    // What the form is about, in words: the payment, the decision, the cost.
    private string? About => Kind switch
    {
        "request" => MoneyText.Of(PaymentWords.Of(Requested)),
        "approve" or "refuse" or "pay" or "return" => Ledger.Payments.FirstOrDefault(p => p.No == No) is { } payment ? $"{MoneyText.Of(PaymentWords.Of(payment.Kind))} {MoneyText.Of(payment.AmountFen)}" : null,
        "approveDecision" or "refuseDecision" => Ledger.Decisions.FirstOrDefault(d => d.No == No) is { } decision ? $"{decision.Decision.DocumentNo} {MoneyText.Of(decision.Decision.AmountFen)}" : null,
        "correct" => Project.Money.Costs.FirstOrDefault(c => c.No == No) is { } cost ? $"{cost.DocumentNo} {MoneyText.Of(cost.AmountFen)} · {cost.What}" : null,
        _ => null,
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _class = Classes[0].Code;
        _amount = Kind switch
        {
            "request" when Ledger.Due.FirstOrDefault(d => d.Kind == Requested) is { } due => MoneyText.Field(due.AmountFen),
            "close" => MoneyText.Field(Ledger.Sums.SpentFen),
            _ => "",
        };
    }

    // A part of a field is named by its field: evaluation.reference by evaluation.
    private string? Wrong(string field) => _faults.Select(f => f.Field).Concat(_refusals.Select(r => r.Field)).Any(f => f.Split('.')[0] == field) ? "true" : null;

    private async Task SubmitAsync()
    {
        var amount = HasAmount ? MoneyText.Parse(_amount) : Fen.Zero;
        _refusals = [];
        _faults =
        [
            .. amount is null ? [new Fault(FaultKind.Invalid, "amountFen", L["moneyForm.notAmount", _amount])] : Array.Empty<Fault>(),
            .. Author.Name.Trim().Length == 0 ? [new Fault(FaultKind.Invalid, "actor", L["moneyForm.who"])] : Array.Empty<Fault>(),
        ];
        if (_faults.Count > 0)
            return;
        _busy = true;
        var act = Act(amount!.Value) with { On = _on };
        var outcome = await Attempt.RunAsync<Submission>(async () => await Desk.SubmitAsync(act, Visitor.Caller, Author.Name, CancellationToken.None), Logger);
        (_busy, _faults, _refusals) = (false, outcome.Faults, outcome.Value?.Refusals ?? []);
        if (outcome.Succeeded && _refusals.Count == 0)
            await OnDone.InvokeAsync();
    }

    private ProgrammeAct Act(Fen amount) => Kind switch
    {
        "cost" => new CostBooked(Project.Id, _class, Chosen.NeedsFund ? _fund : null, amount, _document, _payee, _reason),
        "correct" => new CostCorrected(Project.Id, No, _reason),
        "close" => new AccountsClosed(Project.Id, amount, _document),
        "reopen" => new AccountsReopened(Project.Id, _reason),
        "decide" => new SubsidyDecisionProposed(Project.Id, _decision, amount, _document, _reason),
        "approveDecision" => new SubsidyDecisionApproved(Project.Id, No),
        "refuseDecision" => new SubsidyDecisionRefused(Project.Id, No, _reason),
        "request" => new PaymentRequested(Project.Id, Requested, amount, new EvaluationLink(_evaluation, _reference)),
        "approve" => new PaymentApproved(Project.Id, No),
        "refuse" => new PaymentRefused(Project.Id, No, _reason),
        "pay" => new PaymentMade(Project.Id, No, _document),
        "return" => new MoneyReturned(Project.Id, No, amount, _document, _reason),
        _ => throw new InvalidOperationException($"There is no form '{Kind}'."),
    };
}
