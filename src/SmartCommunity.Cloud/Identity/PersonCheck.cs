using System.Text.RegularExpressions;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Identity;

/// <summary>The rules of accounts. Pure.</summary>
public static partial class PersonCheck
{
    /// <summary>Shortest password, characters: length is what guessing costs (NIST SP 800-63B asks for 8, and 15 where nothing else is asked; five tries lie between).</summary>
    public const int MinPassword = 12;

    /// <summary>Longest password, characters: a sentence, and no work for the hash without end.</summary>
    public const int MaxPassword = 128;

    /// <summary>Different characters in a password: "aaaaaaaaaaaa" is long too.</summary>
    public const int MinDifferent = 5;

    /// <summary>Shortest name to sign in by.</summary>
    public const int MinName = 3;

    /// <summary>Longest name to sign in by. With the display name and brackets it fits where histories take 60 characters.</summary>
    public const int MaxName = 24;

    /// <summary>Longest name to be read.</summary>
    public const int MaxDisplayName = 32;

    /// <summary>What is wrong with a password; null: nothing.</summary>
    internal static Fault? Password(string field, string? password, string name) =>
        password is not { Length: >= MinPassword and <= MaxPassword } ? Invalid(field, $"{field} has {password?.Length ?? 0} characters; it must have {MinPassword} to {MaxPassword}.")
        : password.Distinct().Count() < MinDifferent ? Invalid(field, $"{field} has {password.Distinct().Count()} different characters; it must have at least {MinDifferent}.")
        : name.Length > 0 && password.Contains(name, StringComparison.OrdinalIgnoreCase) ? Invalid(field, $"{field} must not contain the name to sign in by.")
        : null;

    internal static Fault? Name(string? name) => name is not null && NamePattern().IsMatch(name)
        ? null
        : Invalid("name", $"name must be {MinName} to {MaxName} characters out of a-z, 0-9, '.', '_' and '-', and begin with a letter.");

    /// <summary>Everything that is wrong with what an account is to be.</summary>
    internal static IEnumerable<Fault> Access(PersonAccess access, Func<Area, bool> exists)
    {
        if (FactCheck.Required("displayName", access.DisplayName, MaxDisplayName) is { } unnamed)
            yield return unnamed;
        var roles = access.Roles ?? [];
        if (roles.Count == 0 || roles.Any(static r => !Roles.All.Contains(r)) || roles.Distinct().Count() != roles.Count)
            yield return Invalid("roles", $"roles must be one or more, each once, of: {string.Join(", ", Roles.All)}.");
        var area = Area.Parse(access.Area);
        if (area is null || !exists(area))
            yield return Invalid("area", $"area '{FactCheck.Short(access.Area ?? "")}' must be district, street:CODE or community:CODE of a street or community of the district.");
        else if (roles.Contains(Roles.Administrator) && !area.IsDistrict)
            yield return Invalid("area", "area of an administrator must be district: accounts are made for all of it.");
        if (roles.Contains(Roles.Department) != (access.Department ?? "").Length > 0)
            yield return Invalid("department", "department must be said with the role 'department', and with no other.");
        else if (Registry.Text.Fault("department", access.Department ?? "", MaxDisplayName) is { } wrong)
            yield return wrong;
    }

    private static Fault Invalid(string field, string message) => new(FaultKind.Invalid, field, message);

    [GeneratedRegex("^[a-z][a-z0-9._-]{2,23}$")]
    private static partial Regex NamePattern();
}
