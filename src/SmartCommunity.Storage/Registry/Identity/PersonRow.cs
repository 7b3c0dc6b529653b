namespace SmartCommunity.Storage.Registry.Identity;

/// <summary>An account of a person who signs in.</summary>
public sealed class PersonRow
{
    /// <summary>Never used again for another.</summary>
    public required string Id { get; init; }

    /// <summary>What it signs in by: lower case, unique.</summary>
    public required string Name { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>Codes of its roles, separated by blanks.</summary>
    public required string Roles { get; set; }

    /// <summary><c>district</c>, <c>street:CODE</c> or <c>community:CODE</c>.</summary>
    public required string Area { get; set; }

    /// <summary>Code of the department, of a person who has that role; empty otherwise.</summary>
    public string Department { get; set; } = "";

    /// <summary>Empty: it has none yet, and signs in by its link first.</summary>
    public string PasswordHash { get; set; } = "";

    /// <summary>Another one ends every sign-in there is.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int FailedCount { get; set; }

    /// <summary>No password is taken until then; null: it is.</summary>
    public long? RefusedUntilMs { get; set; }

    /// <summary>An administrator locked it; null: it may sign in.</summary>
    public long? LockedAtMs { get; set; }

    public required long CreatedAtMs { get; init; }

    public long? SignedInAtMs { get; set; }

    /// <summary>Rises with every change.</summary>
    public long Revision { get; set; }
}
