using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Console.Live;

/// <summary>
/// A circuit's sign-in. It makes no requests by which its cookie would be looked at, so it looks itself: every few minutes at the account, and at once when an administrator changed or locked it here.
/// </summary>
internal sealed class CheckedSignIn : RevalidatingServerAuthenticationStateProvider
{
    private readonly IServiceScopeFactory _scopes;
    private readonly PeopleDesk _people;

    public CheckedSignIn(ILoggerFactory loggers, IServiceScopeFactory scopes, PeopleDesk people)
        : base(loggers)
    {
        _scopes = scopes;
        _people = people;
        _people.Changed += OnChanged;
    }

    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => SignInServices.CheckInterval;

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SignInDesk>().IsValidAsync(authenticationState.User);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _people.Changed -= OnChanged;
        base.Dispose(disposing);
    }

    private void OnChanged(string person) => _ = EndIfOwnAsync(person);

    private async Task EndIfOwnAsync(string person)
    {
        if (Caller.Of((await GetAuthenticationStateAsync()).User).Id == person)
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
    }
}
