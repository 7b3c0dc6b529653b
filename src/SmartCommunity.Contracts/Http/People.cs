namespace SmartCommunity.Contracts.Http;

/// <summary>What an account may do, where.</summary>
public record PersonAccess
{
    /// <summary>Name to be read, 1 to 32 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Codes of its roles, one or more.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary><c>district</c>, <c>street:CODE</c> or <c>community:CODE</c>.</summary>
    public required string Area { get; init; }

    /// <summary>Which department, with the role <c>department</c> only.</summary>
    public string Department { get; init; } = "";
}

/// <summary>An account to be made; its person sets the password by the link in the answer.</summary>
public sealed record NewPerson : PersonAccess
{
    /// <summary>Name to sign in by: 3 to 24 characters out of a-z, 0-9, '.', '_' and '-'.</summary>
    public required string Name { get; init; }
}

/// <summary>An account.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Name to sign in by.</param>
/// <param name="DisplayName">Name to be read.</param>
/// <param name="Roles">Codes of its roles.</param>
/// <param name="Area"><c>district</c>, <c>street:CODE</c> or <c>community:CODE</c>.</param>
/// <param name="Department">Its department; empty without that role.</param>
/// <param name="State"><c>open</c>; <c>invited</c>: has no password yet; <c>refused</c>: too many wrong passwords just now; <c>locked</c>: by an administrator.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="SignedInAt">When it signed in last.</param>
/// <param name="Revision">Rises with every change.</param>
public sealed record PersonView(
    string Id, string Name, string DisplayName, IReadOnlyList<string> Roles, string Area, string Department, string State, DateTimeOffset CreatedAt, DateTimeOffset? SignedInAt, long Revision);

/// <summary>An account with the link that sets its password, shown this once.</summary>
/// <param name="Person">The account.</param>
/// <param name="Link">Path with the token.</param>
/// <param name="ExpiresAt">When the link is over.</param>
public sealed record InvitedPersonView(PersonView Person, string Link, DateTimeOffset ExpiresAt);

/// <summary>Who is signed in.</summary>
/// <param name="Kind"><c>account</c>, <c>demo</c> or <c>program</c>.</param>
/// <param name="Name">Name to sign in by.</param>
/// <param name="DisplayName">Name to be read.</param>
/// <param name="Roles">Codes of its roles.</param>
/// <param name="Area">Where.</param>
public sealed record MeView(string Kind, string Name, string DisplayName, IReadOnlyList<string> Roles, string Area);

/// <summary>Name and password.</summary>
public sealed record NewSignIn
{
    /// <summary>Name to sign in by.</summary>
    public required string Name { get; init; }

    /// <summary>Password.</summary>
    public required string Password { get; init; }

    /// <summary>Stays signed in after the browser is closed.</summary>
    public bool Stay { get; init; }
}

/// <summary>Another password of one's own.</summary>
public sealed record NewPassword
{
    /// <summary>The one that is.</summary>
    public required string Current { get; init; }

    /// <summary>The one that is to be.</summary>
    public required string Password { get; init; }
}

/// <summary>A token to be made for one's own account.</summary>
public sealed record NewApiToken
{
    /// <summary>What it is for, 1 to 60 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Days it is good, 1 to 366; default 90.</summary>
    public int Days { get; init; } = 90;
}

/// <summary>A token by which a program acts as an account; what it is, not the token.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it is over.</param>
/// <param name="LastUsedAt">When it was last shown, to the hour; null: never.</param>
public sealed record ApiTokenView(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>A token that was made.</summary>
/// <param name="View">What it is.</param>
/// <param name="Token">The token, shown this once: <c>Authorization: Bearer TOKEN</c>.</param>
public sealed record MadeApiTokenView(ApiTokenView View, string Token);
