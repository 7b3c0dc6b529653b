using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Money in and out over the whole life by year, and a form for one more line (F-01).</summary>
public sealed partial class CashPanel
{
    private int _year;
    private CashPhase _phase;
    private bool _inflow;
    private string _yuan = "";
    private string _what = "";
    private string _source = "";

    /// <summary>Lines by id.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, CashLine> Lines { get; set; }

    /// <summary>Their sums by year.</summary>
    [Parameter, EditorRequired]
    public required LifeCash Life { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _year = Desk.Today.Year;

    private async Task SaveAsync()
    {
        if (GroundText.Fen(_yuan) is not { } fen)
            Refuse("fen", L["ground.noAmount"]);
        else if (await SubmitAsync(new CashLineEntered(Project, NewId("cash", Lines.Keys), new CashLine(_year, _phase, _inflow, fen, _what.Trim(), _source.Trim()))))
            (_yuan, _what) = ("", "");
    }
}
