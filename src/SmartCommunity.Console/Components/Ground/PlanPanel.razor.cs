using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Facilities that are to come: how each is come by and made .</summary>
public sealed partial class PlanPanel
{
    private string _kind = "";
    private string _area = "";
    private string _way = "";
    private string _method = "";
    private string _space = "";
    private SpaceMatch? _taken;

    /// <summary>Plans by id.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, FacilityPlan> Plans { get; set; }

    /// <summary>Idle spaces by id.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyDictionary<string, IdleSpace> Spaces { get; set; }

    /// <summary>The policy, for kinds and ways.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    /// <summary>A gap and its space the form begins with; null: none.</summary>
    [Parameter]
    public SpaceMatch? Match { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Match is null || ReferenceEquals(Match, _taken))
            return;
        _taken = Match;
        (_kind, _space, _way) = (Match.Gap.Kind, Match.Space ?? "", Match.Acquisitions is [var first, ..] ? first : "");
        _area = Math.Ceiling(Match.Gap.NeededM2).ToString(CultureInfo.InvariantCulture);
    }

    private async Task SaveAsync()
    {
        if (Number(_area) is not { } area)
            Refuse("plan.areaM2", L["ground.noNumber"]);
        else if (await SubmitAsync(new FacilityPlanned(Project, NewId("plan", Plans.Keys), new FacilityPlan(_kind, area, _way, _method.Length == 0 ? null : _method, _space.Length == 0 ? null : _space))))
            (_kind, _area, _space) = ("", "", "");
    }

    private static string NameOf(IReadOnlyList<Heading> headings, string code) => headings.FirstOrDefault(h => h.Code == code)?.Name.Here() ?? code;
}
