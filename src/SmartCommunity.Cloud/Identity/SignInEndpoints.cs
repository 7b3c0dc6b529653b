using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Signing in and out by the API, and the administrators' list of accounts.</summary>
internal static class SignInEndpoints
{
    private const string Tag = "People";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sign-in", SignInAsync).AllowAnybody(Policies.OwnProof).Accepts<NewSignIn>("application/json").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).Describe(
                Tag, "signIn", $"Signs in by name and password; the answer sets the cookie. 429: after {SignInDesk.MaxFailures} wrong passwords in a row none is taken for {SignInDesk.RefusedFor.TotalMinutes} minutes.");
        api.MapPost("/sign-out", SignOutAsync).Allow(Policies.SignedIn, AreaOf.Own).Produces(StatusCodes.Status204NoContent).Describe(Tag, "signOut", "Ends this sign-in.");
        api.MapGet("/me", static (HttpContext context) => TypedResults.Ok(Me(Caller.Of(context.User)))).Allow(Policies.SignedIn, AreaOf.Own).Describe(Tag, "getMe", "Who is signed in, with what roles, where.");
        api.MapPut("/me/password", PasswordAsync).Allow(Policies.SignedIn, AreaOf.Own).Accepts<NewPassword>("application/json").Produces(StatusCodes.Status204NoContent).Describe(
            Tag, "changePassword", $"Another password of one's own, {PersonCheck.MinPassword} to {PersonCheck.MaxPassword} characters; ends all other sign-ins.");
        TokenEndpoints.Map(api, Tag);
        api.MapGet("/people", ListAsync).Allow(Policies.People).Produces<Page<PersonView>>().Describe(Tag, "listPeople", "Accounts, by name.", QueryParameter.Paging);
        api.MapPost("/people", AddAsync).Allow(Policies.People).Accepts<NewPerson>("application/json").Produces<InvitedPersonView>().Describe(
            Tag, "addPerson", $"Makes an account; its password is set by the link in the answer, shown this once, good for {SignInLinks.Life.TotalDays} days.");
        api.MapPut("/people/{id}", ChangeAsync).Allow(Policies.People).Accepts<PersonAccess>("application/json").Produces<PersonView>().Describe(
            Tag, "changePerson", "Changes name, roles and area; If-Match takes the revision. Its sign-ins end.");
        api.MapPost("/people/{id}/lock", LockAsync).Allow(Policies.People).Produces<PersonView>().Describe(Tag, "lockPerson", "Takes no sign-in of it until it is unlocked. The last administrator stays.");
        api.MapPost("/people/{id}/unlock", UnlockAsync).Allow(Policies.People).Produces<PersonView>().Describe(Tag, "unlockPerson", "Takes its password again, at once.");
        api.MapPost("/people/{id}/reset", ResetAsync).Allow(Policies.People).Produces<InvitedPersonView>().Describe(Tag, "resetPerson", "Takes its password and tokens away and gives the link that sets another, shown this once.");
    }

    private static async Task<IResult> SignInAsync(HttpRequest request, [FromServices] SignInDesk desk, [FromServices] SignInOptions options, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewSignIn>(request);
        if (problem is not null)
            return problem;
        if (!options.AsksForAccounts)
            return Problems.Of(new Fault(FaultKind.Conflict, "name", "This host signs in the demo operator; start it with --sign-in to have accounts."));
        var outcome = await desk.SignInAsync(body!.Name, body.Password, body.Stay, cancellationToken);
        if (outcome.Faults is [{ RetryAfterSeconds: { } seconds }])
            request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return outcome.Succeeded ? TypedResults.NoContent() : Problems.Of(outcome.Faults);
    }

    private static async Task<IResult> SignOutAsync([FromServices] SignInDesk desk)
    {
        await desk.SignOutAsync();
        return TypedResults.NoContent();
    }

    private static async Task<IResult> PasswordAsync(HttpRequest request, [FromServices] SignInDesk desk, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewPassword>(request);
        if (problem is not null)
            return problem;
        var outcome = await desk.ChangePasswordAsync(Caller.Of(request.HttpContext.User), body!.Current, body.Password, cancellationToken);
        return outcome.Succeeded ? TypedResults.NoContent() : Problems.Of(outcome.Faults);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] PeopleDesk people, CancellationToken cancellationToken) =>
        ApiEndpoints.Page(new QueryReader(request.Query), await people.ListAsync(cancellationToken));

    private static async Task<IResult> AddAsync(HttpRequest request, [FromServices] PeopleDesk people, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<NewPerson>(request);
        return problem ?? (await people.AddAsync(body!, Said.By(request), cancellationToken)).Answer();
    }

    private static async Task<IResult> ChangeAsync(string id, HttpRequest request, [FromServices] PeopleDesk people, CancellationToken cancellationToken)
    {
        var (known, wrong) = TwinEndpoints.Revision(request);
        if (wrong is not null)
            return wrong;
        var (body, problem) = await JsonBody.ReadAsync<PersonAccess>(request);
        return problem ?? (await people.ChangeAsync(id, body!, known, Said.By(request), cancellationToken)).Answer(request, static p => p.Revision);
    }

    private static async Task<IResult> LockAsync(string id, HttpRequest request, [FromServices] PeopleDesk people, CancellationToken cancellationToken) =>
        (await people.LockAsync(id, Said.By(request), cancellationToken)).Answer();

    private static async Task<IResult> UnlockAsync(string id, HttpRequest request, [FromServices] PeopleDesk people, CancellationToken cancellationToken) =>
        (await people.UnlockAsync(id, Said.By(request), cancellationToken)).Answer();

    private static async Task<IResult> ResetAsync(string id, HttpRequest request, [FromServices] PeopleDesk people, CancellationToken cancellationToken) =>
        (await people.ResetAsync(id, Said.By(request), cancellationToken)).Answer();

    private static MeView Me(Caller caller) => new(WireName.Of(caller.Kind), caller.Name, caller.DisplayName, caller.Roles, caller.Area.ToString());
}
