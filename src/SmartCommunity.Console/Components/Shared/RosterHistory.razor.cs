using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Earlier states of a roster; any can be put back.</summary>
public sealed partial class RosterHistory
{
    /// <summary>Changes of a year, at one a week.</summary>
    private const int Shown = 50;

    private Loader<Page<RosterRevision>> _history = null!;

    [Inject] public required RosterDesk Rosters { get; init; }
    [Inject] public required ILogger<RosterHistory> Logger { get; init; }

    /// <summary>Code of the street.</summary>
    [Parameter, EditorRequired]
    public required string Street { get; set; }

    /// <summary>The revision that holds.</summary>
    [Parameter, EditorRequired]
    public long Revision { get; set; }

    /// <summary>A revision is to hold again.</summary>
    [Parameter]
    public EventCallback<long> OnRestore { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _history = new Loader<Page<RosterRevision>>(Logger);
        return LoadAsync();
    }

    private Task LoadAsync() => _history.LoadAsync(
        async stop => await Rosters.HistoryAsync(Street, 1, Shown, stop) is { Succeeded: true } found ? found.Value! : new Page<RosterRevision>([], 0, 1, Shown), CancellationToken.None);
}
