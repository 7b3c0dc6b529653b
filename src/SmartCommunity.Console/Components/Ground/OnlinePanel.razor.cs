using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Online functions by scenario, and how many households services reach .</summary>
public sealed partial class OnlinePanel
{
    // A year of monthly counts.
    private const int Reports = 12;

    private string _scenario = "";
    private string _name = "";
    private DateOnly? _since;
    private string _source = "";
    private string _reached = "";
    private string _households = "";
    private string _planningReached = "";
    private string _planningHouseholds = "";
    private string _reachSource = "";

    /// <summary>What was entered.</summary>
    [Parameter, EditorRequired]
    public required ProjectResources Register { get; set; }

    /// <summary>The policy, for the scenarios.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    private async Task SaveAsync()
    {
        if (await SubmitAsync(new OnlineFunctionEntered(Project, NewId(_scenario, Register.Functions.Keys), new OnlineFunction(_scenario, _name.Trim(), _since, _source.Trim()))))
            _name = "";
    }

    private async Task ReportAsync()
    {
        if (Reach(_reached, _households) is not { } implementation)
            Refuse("implementation", L["ground.noNumber"]);
        else
            await SubmitAsync(new ReachReported(Project, implementation, Reach(_planningReached, _planningHouseholds), _reachSource));
    }

    private static Reach? Reach(string reached, string households) =>
        int.TryParse(reached, CultureInfo.InvariantCulture, out var some) && int.TryParse(households, CultureInfo.InvariantCulture, out var all) ? new Reach(some, all) : null;

    private string ScenarioOf(string code) => Policy.Resources.Scenarios.FirstOrDefault(s => s.Code == code)?.Name.Here() ?? code;
}
