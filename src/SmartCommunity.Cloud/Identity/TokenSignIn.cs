using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Programs of people show a token of an account: Authorization: Bearer ID.SECRET. Each request asks the registry: what was revoked, locked or changed counts at once.</summary>
internal sealed class TokenSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokens tokens) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    internal const string SchemeName = "token";

    /// <summary>Whether a header shows a token of an account; the other ones are of programs of the machine.</summary>
    internal static bool IsShownIn(string authorization) => authorization.Contains(ApiTokens.Separator, StringComparison.Ordinal);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) && header is { Scheme: ProgramSignIn.Bearer, Parameter: { } shown } && await tokens.CallerOfAsync(shown, Context.RequestAborted) is { } caller
            ? AuthenticateResult.Success(DemoSignIn.TicketOf(caller, Scheme.Name))
            : AuthenticateResult.NoResult();
}
