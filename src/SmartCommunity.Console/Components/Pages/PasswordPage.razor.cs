using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Another password of one's own. Rendered without a circuit: the answer renews the cookie.</summary>
public sealed partial class PasswordPage
{
    private IReadOnlyList<Fault> _faults = [];
    private bool _isDone;

    [Inject] public required SignInDesk Desk { get; init; }

    /// <summary>The password that is.</summary>
    [SupplyParameterFromForm] public string? Current { get; set; }

    /// <summary>The password that is to be.</summary>
    [SupplyParameterFromForm] public string? Password { get; set; }

    private async Task SubmitAsync()
    {
        var outcome = await Desk.ChangePasswordAsync(Visitor.Caller, Current, Password, CancellationToken.None);
        (_faults, _isDone) = (outcome.Faults, outcome.Succeeded);
    }
}
