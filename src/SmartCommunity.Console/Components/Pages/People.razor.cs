using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Accounts: list, add, change, lock, another link. A link is shown once and has no URL.</summary>
public sealed partial class People
{
    private const string IdKey = "id", NewPerson = "new";

    private Loader<Content> _content = null!;
    private InvitedPersonView? _invited;
    private IReadOnlyList<Fault> _faults = [];
    private bool _busy;

    [Inject] public required PeopleDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }
    [Inject] public required ProgrammeDesk Programme { get; init; }

    /// <summary>Id of the account in the form, or <c>new</c>.</summary>
    [SupplyParameterFromQuery(Name = IdKey)]
    public string? Id { get; set; }

    private string Actor => Visitor.Caller.Actor ?? Visitor.Caller.DisplayName;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _content = new Loader<Content>(Logger);
        return LoadAsync();
    }

    private static Condition ConditionOf(PersonView person) => person.State switch
    {
        "open" => Condition.Normal,
        "invited" => Condition.Offline,
        _ => Condition.Warning,
    };

    private string DepartmentName(string code) => _content.Value?.Departments.FirstOrDefault(d => d.Code == code) is { } department ? Languages.Pick(department.Name.Zh, department.Name.En) : code;

    private string LinkOf(InvitedPersonView invited) => Navigation.BaseUri.TrimEnd('/') + invited.Link;

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop => new Content(await Desk.ListAsync(stop), await Places.CommunitiesAsync(street: null, stop), Programme.Policies.Of((await Programme.StateAsync(stop)).Policy).Acceptance.Departments), Leaving);
        Report(_content);
    }

    private async Task DoneAsync(InvitedPersonView? invited)
    {
        (_invited, _faults) = (invited, []);
        SetQuery(IdKey, null);
        await LoadAsync();
    }

    private async Task DoAsync(Func<Task<Outcome<PersonView>>> change)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(change, Logger);
        (_busy, _faults) = (false, outcome.Faults);
        await LoadAsync();
    }

    private async Task ResetAsync(string id)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Desk.ResetAsync(id, Actor, CancellationToken.None), Logger);
        (_busy, _faults, _invited) = (false, outcome.Faults, outcome.Value);
        await LoadAsync();
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(IReadOnlyList<PersonView> People, IReadOnlyList<CommunityView> Places, IReadOnlyList<Department> Departments);
}
