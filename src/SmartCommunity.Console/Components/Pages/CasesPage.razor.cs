using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>案例库 (P-05): what was promoted from the lists of innovations, for every unit to follow.</summary>
public sealed partial class CasesPage
{
    private Loader<Content> _content = null!;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _content = new Loader<Content>(Logger);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop =>
            {
                var state = await Desk.StateAsync(stop);
                return new Content(state.Rhythm.Cases, new UnitNames(await Places.StreetsAsync(stop), Desk.Policies.Of(state.Policy)));
            },
            Leaving);
        Report(_content);
    }

    private sealed record Content(IReadOnlyList<CaseEntry> Cases, UnitNames Names);
}
