using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>An account to be made or changed, and what was done to it before.</summary>
public sealed partial class PersonForm
{
    private const int MaxChanges = 20; // What fits under the form.

    private readonly HashSet<string> _roles = new(StringComparer.Ordinal);
    private IReadOnlyList<AuditView> _changes = [];
    private IReadOnlyList<Fault> _faults = [];
    private string _name = "", _displayName = "", _area = "district", _department = "";
    private bool _busy;

    [Inject] public required PeopleDesk Desk { get; init; }
    [Inject] public required AuditTrail Audit { get; init; }
    [Inject] public required ILogger<PersonForm> Logger { get; init; }

    /// <summary>The account; null: a new one.</summary>
    [Parameter, EditorRequired]
    public PersonView? Person { get; set; }

    /// <summary>For names.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<CommunityView> Places { get; set; }

    /// <summary>Departments of the policy in force: they sign by its codes.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Department> Departments { get; set; }

    /// <summary>Who does it.</summary>
    [Parameter, EditorRequired]
    public required string Actor { get; set; }

    /// <summary>It is done; of a new account with its link.</summary>
    [Parameter]
    public EventCallback<InvitedPersonView?> OnDone { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Person is not { } person)
            return;
        (_displayName, _area, _department) = (person.DisplayName, person.Area, person.Department);
        _roles.UnionWith(person.Roles);
        _changes = (await Audit.ListAsync($"person:{person.Name}", page: 1, MaxChanges, CancellationToken.None)).Items;
    }

    private void Choose(string role, bool isChosen) => _ = isChosen ? _roles.Add(role) : _roles.Remove(role);

    private async Task SaveAsync()
    {
        _busy = true;
        var department = _roles.Contains(Roles.Department) ? _department.Trim() : "";
        string[] roles = [.. Roles.All.Where(_roles.Contains)];
        if (Person is { } person)
        {
            var access = new PersonAccess { DisplayName = _displayName.Trim(), Roles = roles, Area = _area, Department = department };
            var changed = await Attempt.RunAsync(() => Desk.ChangeAsync(person.Id, access, person.Revision, Actor, CancellationToken.None), Logger);
            await EndAsync(changed.Faults, invited: null);
            return;
        }

        var wanted = new NewPerson { Name = _name.Trim(), DisplayName = _displayName.Trim(), Roles = roles, Area = _area, Department = department };
        var added = await Attempt.RunAsync(() => Desk.AddAsync(wanted, Actor, CancellationToken.None), Logger);
        await EndAsync(added.Faults, added.Value);
    }

    private async Task EndAsync(IReadOnlyList<Fault> faults, InvitedPersonView? invited)
    {
        (_busy, _faults) = (false, faults);
        if (faults.Count == 0)
            await OnDone.InvokeAsync(invited);
    }
}
