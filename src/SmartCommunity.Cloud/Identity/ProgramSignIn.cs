using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SmartCommunity.Cloud.Registry;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Programs of this machine, such as the simulators, show themselves by a token that both derive from the district's secret: Authorization: Bearer TOKEN.</summary>
internal sealed class ProgramSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, SignInOptions signIn) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    internal const string SchemeName = "program", Bearer = "Bearer";

    // What the simulators do as the simulated district's people: enrol, make places and rosters, take steps, say standings, hand in evidence and decide about it. No accounts, no money, nobody's health.
    private static readonly Caller _program = new(CallerKind.Program, "", "program", "program", [Roles.Operator, Roles.DistrictOffice, Roles.Reviewer], Area.District, "");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        signIn.ProgramToken is { } token && AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) && header is { Scheme: Bearer, Parameter: { } shown } && Token.Matches(shown, Token.Hash(token))
            ? AuthenticateResult.Success(DemoSignIn.TicketOf(_program, Scheme.Name))
            : AuthenticateResult.NoResult());
}
