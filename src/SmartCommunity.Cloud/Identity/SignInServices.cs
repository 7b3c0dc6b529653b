using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SmartCommunity.Storage.Registry.Identity;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Puts sign-in and access into a host. The registry and alerts must be there.</summary>
public static class SignInServices
{
    /// <summary>What another roles, area or lock of a person takes at most to reach a browser that is signed in; in between nobody asks the database.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(5);

    private const string Selector = "smartcommunity", CookieName = "sc.signed-in";

    /// <summary>How long nobody did anything before somebody must sign in again: a shift.</summary>
    private static readonly TimeSpan _life = TimeSpan.FromHours(12);

    /// <summary>Registers schemes, policies and desks.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, SignInOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddSingleton<AreaFinder>();
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<PeopleDesk>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<SignInGate>();
        services.AddScoped<SignInDesk>();
        services.AddHostedService<SignInNotice>();
        services.AddPeople(options);
        services.AddSchemes(options);
        services.AddPolicies();
        return services;
    }

    private static void AddPeople(this IServiceCollection services, SignInOptions options)
    {
        MakeOwnersOnly(options.KeyFolder);
        services.AddDataProtection().SetApplicationName("smartcommunity").PersistKeysToFileSystem(new DirectoryInfo(options.KeyFolder));
        services.AddHttpContextAccessor();
        services.AddSingleton<ILookupNormalizer, LowerCaseNames>();
        services.AddSingleton<IPasswordHasher<PersonRow>, PasswordHasher<PersonRow>>();
        services.AddIdentityCore<PersonRow>(identity =>
        {
            identity.Lockout.MaxFailedAccessAttempts = SignInDesk.MaxFailures;
            identity.Lockout.DefaultLockoutTimeSpan = SignInDesk.RefusedFor;
        }).AddUserStore<PersonStore>().AddSignInManager().AddClaimsPrincipalFactory<PersonClaims>();
        services.Configure<SecurityStampValidatorOptions>(static stamp => stamp.ValidationInterval = CheckInterval);
    }

    private static void AddSchemes(this IServiceCollection services, SignInOptions options)
    {
        var people = options.AsksForAccounts ? IdentityConstants.ApplicationScheme : DemoSignIn.SchemeName;
        services.AddAuthentication(Selector)
            .AddPolicyScheme(Selector, Selector, selector => selector.ForwardDefaultSelector = context =>
                options.AsksForAccounts && context.Request.Headers.Authorization.ToString() is var shown && shown.StartsWith(ProgramSignIn.Bearer, StringComparison.OrdinalIgnoreCase)
                    ? TokenSignIn.IsShownIn(shown) ? TokenSignIn.SchemeName : ProgramSignIn.SchemeName
                    : people)
            .AddScheme<AuthenticationSchemeOptions, DemoSignIn>(DemoSignIn.SchemeName, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, ProgramSignIn>(ProgramSignIn.SchemeName, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, TokenSignIn>(TokenSignIn.SchemeName, configureOptions: null)
            .AddApplicationCookie();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = _life;
            cookie.SlidingExpiration = true;
        });
    }

    private static void AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, AccessJudge>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswer>();
        services.AddAuthorization(authorization =>
        {
            foreach (var policy in Policies.All.Keys)
                authorization.AddPolicy(policy, new AuthorizationPolicy([new AccessRequirement(policy)], []));
            authorization.DefaultPolicy = authorization.GetPolicy(Policies.SignedIn)!;
            // What says nothing is denied.
            authorization.FallbackPolicy = new AuthorizationPolicy([new DeniedRequirement()], []);
        });
    }

    // Whoever reads the keys can seal cookies of anybody.
    private static void MakeOwnersOnly(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What a cookie says of a person.</summary>
    private sealed class PersonClaims(UserManager<PersonRow> people, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<PersonRow>(people, options)
    {
        protected override async Task<ClaimsIdentity> GenerateClaimsAsync(PersonRow user)
        {
            var stamped = await base.GenerateClaimsAsync(user);
            var identity = new ClaimsIdentity(PeopleDesk.CallerOf(user).Claims(), stamped.AuthenticationType, ClaimTypes.Name, ClaimTypes.Role);
            identity.AddClaim(stamped.FindFirst(Options.ClaimsIdentity.SecurityStampClaimType)!);
            return identity;
        }
    }
}
