using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Name and password. Rendered without a circuit: the answer to its form sets the cookie.</summary>
public sealed partial class SignIn
{
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required SignInDesk Desk { get; init; }
    [Inject] public required SignInOptions Options { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    /// <summary>Name to sign in by.</summary>
    [SupplyParameterFromForm] public string? Name { get; set; }

    /// <summary>Password.</summary>
    [SupplyParameterFromForm] public string? Password { get; set; }

    /// <summary>Stays signed in after the browser is closed: a wall.</summary>
    [SupplyParameterFromForm] public bool Stay { get; set; }

    /// <summary>Where somebody wanted to go.</summary>
    [SupplyParameterFromQuery(Name = "back")] public string? Back { get; set; }

    private async Task SubmitAsync()
    {
        var outcome = await Desk.SignInAsync(Name, Password, Stay, CancellationToken.None);
        _faults = outcome.Faults;
        if (outcome.Succeeded)
            Navigation.NavigateTo(Languages.LocalOr(Back, "/"));
    }
}
