using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>The alert rules in force: what each waits for and what it did; others are tried out, compared, back-tested and put in force, or earlier ones put back. The open rule and panel are in the URL.</summary>
public sealed partial class Rules
{
    private const string IdKey = "rule", PanelKey = "panel", TrialPanel = "trial", HistoryPanel = "history";

    private Loader<RulesView> _rules = null!;
    private IReadOnlyList<ShadowView> _shadows = [];
    private IReadOnlyList<CommunityView> _places = [];
    private string? _loaded;
    private string? _said;

    [Inject] public required RuleDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }

    /// <summary>Id of the rule that is open.</summary>
    [SupplyParameterFromQuery(Name = IdKey)]
    public string? Id { get; set; }

    /// <summary><c>trial</c> or <c>history</c>; none when absent.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    private RuleView? Opened => _rules.Value?.Rules.FirstOrDefault(r => r.Id == Id);

    /// <inheritdoc/>
    protected override void OnInitialized() => _rules = new Loader<RulesView>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = Id ?? "";
        if (_loaded == wanted)
            return;
        _loaded = wanted;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        await _rules.LoadAsync(
            async stop =>
            {
                _places = Visitor.Only(await Places.CommunitiesAsync(street: null, stop));
                _shadows = Id is null ? [] : await Desk.ShadowsAsync(Id);
                return await Desk.ViewAsync();
            },
            Leaving);
        Report(_rules);
    }

    private async Task PutAsync(RulesPutView put)
    {
        _said = L["rules.putSaid", put.Name, RuleTallyText.Who(put.Actor, L)];
        SetQuery(PanelKey, null);
        await LoadAsync();
    }
}
