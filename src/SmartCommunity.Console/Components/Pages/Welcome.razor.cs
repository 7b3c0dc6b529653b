using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Behind a one-time link: makes the first administrator, or sets a person's password; then the person is signed in. Opening it does nothing.</summary>
public sealed partial class Welcome
{
    private SignInLinkView? _link;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required SignInLinks Links { get; init; }
    [Inject] public required SignInDesk Desk { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    /// <summary>The link's token.</summary>
    [SupplyParameterFromQuery(Name = "token")] public string? Token { get; set; }

    /// <summary>Name to sign in by, of the first administrator.</summary>
    [SupplyParameterFromForm] public string? Name { get; set; }

    /// <summary>Name to be read, of the first administrator.</summary>
    [SupplyParameterFromForm] public string? DisplayName { get; set; }

    /// <summary>The password.</summary>
    [SupplyParameterFromForm] public string? Password { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _link = await Links.FindAsync(Token, CancellationToken.None);

    private async Task SubmitAsync()
    {
        var outcome = _link is { IsFirst: true }
            ? await Links.MakeFirstAsync(Token, Name?.Trim(), DisplayName, Password, CancellationToken.None)
            : await Links.SetPasswordAsync(Token, Password, CancellationToken.None);
        _faults = outcome.Faults;
        if (!outcome.Succeeded)
            return;
        await Desk.SignInAsync(outcome.Value!);
        Navigation.NavigateTo("/");
    }
}
