using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme.Public;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>What anybody may see without an account (P-04): progress and public facilities of every community. Plain HTML: no circuit is opened for strangers.</summary>
public sealed partial class PublicBoard
{
    private IReadOnlyList<PublicProject> _projects = [];
    private IReadOnlyList<CommunityView> _places = [];

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }

    [CascadingParameter] private HttpContext? Context { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var stop = Context?.RequestAborted ?? CancellationToken.None;
        var state = await Desk.StateAsync(stop);
        _places = await Places.CommunitiesAsync(street: null, stop);
        _projects = PublicProject.Of(state, Desk.Policies.Of(state.Policy));
    }

    private string UnitName(string unit) => _places.FirstOrDefault(p => p.Street == unit) is { } place ? Words.StreetOf(place) : unit;
}
