using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Says which alerts a street takes beside those of its own communities: of a community, a cause, a domain, a rule, or several of them together.</summary>
public sealed partial class DutyClaimForm
{
    private string _community = "";
    private string _cause = "";
    private string _domain = "";
    private string _rule = "";

    /// <summary>All communities of the district.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>The rules in force.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SettableRule> Rules { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Changed(Roster.ResponsibleFor) is { } claim)
            (_community, _cause, _domain, _rule) = (claim.Community, claim.Cause, claim.Domain, claim.Rule);
    }

    private Task SubmitAsync()
    {
        var claim = new DutyClaim(_community, _cause, _domain, _rule);
        return KeepAsync(roster => roster with { ResponsibleFor = With(roster.ResponsibleFor, claim) });
    }
}
