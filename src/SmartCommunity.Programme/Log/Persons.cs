namespace SmartCommunity.Programme.Log;

/// <summary>Whether two names are one person's. Histories have an account as <c>display name (sign-in name)</c>; a project's lead, and whoever entered something for others, may be a typed name. Pure.</summary>
internal static class Persons
{
    /// <summary>True when they may be the same: accounts by their sign-in name; a typed name by either of an account's names.</summary>
    internal static bool Same(string? one, string? other)
    {
        var (a, b) = (Parts(one), Parts(other));
        if (a.Name.Length == 0 || b.Name.Length == 0)
            return false;
        return a.Account is not null && b.Account is not null ? Is(a.Account, b.Account) : Is(a.Name, b.Name) || Is(a.Account, b.Name) || Is(a.Name, b.Account);
    }

    private static bool Is(string? one, string? other) => one is not null && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static (string Name, string? Account) Parts(string? text)
    {
        var name = text?.Trim() ?? "";
        var from = name.EndsWith(')') ? name.LastIndexOf(" (", StringComparison.Ordinal) : -1;
        return from > 0 ? (name[..from].Trim(), name[(from + 2)..^1].Trim()) : (name, null);
    }
}
