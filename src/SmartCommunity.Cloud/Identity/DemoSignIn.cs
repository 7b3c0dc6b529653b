using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Whoever sits at this machine is the demo operator: every role, the whole district. Only where the host listens on loopback and does not ask for accounts.</summary>
internal sealed class DemoSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    internal const string SchemeName = "demo";

    internal static Caller Operator { get; } = new(CallerKind.Demo, "", "demo", "演示操作员 / demo operator", Roles.All, Area.District, "");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Context.Connection.RemoteIpAddress is { } from && !IPAddress.IsLoopback(from) ? AuthenticateResult.NoResult() : AuthenticateResult.Success(TicketOf(Operator, Scheme.Name)));

    internal static AuthenticationTicket TicketOf(Caller caller, string scheme) => new(new ClaimsPrincipal(new ClaimsIdentity(caller.Claims(), scheme, ClaimTypes.Name, ClaimTypes.Role)), scheme);
}
