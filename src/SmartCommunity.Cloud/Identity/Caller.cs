using System.Security.Claims;

namespace SmartCommunity.Cloud.Identity;

/// <summary>How somebody is known.</summary>
public enum CallerKind
{
    /// <summary>Not at all.</summary>
    Nobody,

    /// <summary>By an account.</summary>
    Account,

    /// <summary>The demo operator: whoever sits at this machine.</summary>
    Demo,

    /// <summary>A program of this machine, by the district's secret.</summary>
    Program,
}

/// <summary>Who calls, out of claims alone.</summary>
/// <param name="Kind">How it is known.</param>
/// <param name="Id">Id of the account; empty for others.</param>
/// <param name="Name">Name to sign in by.</param>
/// <param name="DisplayName">Name to be read.</param>
/// <param name="Roles">What it is here for.</param>
/// <param name="Area">Where.</param>
/// <param name="Department">Code of the department, of a person who has that role.</param>
public sealed record Caller(CallerKind Kind, string Id, string Name, string DisplayName, IReadOnlyList<string> Roles, Area Area, string Department)
{
    internal const string KindClaim = "sc:kind", DisplayNameClaim = "sc:display", AreaClaim = "sc:area", DepartmentClaim = "sc:department", TokenClaim = "sc:token";

    /// <summary>It is a program that shows a token of the account.</summary>
    public bool IsToken { get; init; }

    /// <summary>Whoever has not signed in.</summary>
    public static Caller Nobody { get; } = new(CallerKind.Nobody, "", "", "", [], Area.Nowhere, "");

    /// <summary>True for everybody but <see cref="Nobody"/>.</summary>
    public bool IsSignedIn => Kind != CallerKind.Nobody;

    /// <summary>What histories say of an account, unique by its second half; null: what was typed stands, as the demo operator and programs act for others.</summary>
    public string? Actor => Kind == CallerKind.Account ? $"{DisplayName} ({Name})" : null;

    /// <summary>Out of the claims of a request, hub connection or circuit.</summary>
    public static Caller Of(ClaimsPrincipal? user)
    {
        if (user?.Identity is not { IsAuthenticated: true } || !Enum.TryParse<CallerKind>(user.FindFirstValue(KindClaim), out var kind) || Area.Parse(user.FindFirstValue(AreaClaim)) is not { } area)
            return Nobody;
        return new Caller(
            kind, user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "", user.FindFirstValue(ClaimTypes.Name) ?? "", user.FindFirstValue(DisplayNameClaim) ?? "",
            [.. user.FindAll(ClaimTypes.Role).Select(static c => c.Value)], area, user.FindFirstValue(DepartmentClaim) ?? "") { IsToken = user.HasClaim(static c => c.Type == TokenClaim) };
    }

    /// <summary>True when a policy lets one of its roles do it, somewhere.</summary>
    public bool May(string policy) => Policies.All[policy] is not { } roles || Roles.Any(roles.Contains);

    internal IEnumerable<Claim> Claims() =>
    [
        new(KindClaim, Kind.ToString()), new(ClaimTypes.NameIdentifier, Id), new(ClaimTypes.Name, Name), new(DisplayNameClaim, DisplayName), new(AreaClaim, Area.ToString()), new(DepartmentClaim, Department),
        .. Roles.Select(static r => new Claim(ClaimTypes.Role, r)), .. IsToken ? [new Claim(TokenClaim, "")] : Array.Empty<Claim>(),
    ];
}
