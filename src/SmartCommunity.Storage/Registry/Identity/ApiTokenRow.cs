namespace SmartCommunity.Storage.Registry.Identity;

/// <summary>A token by which a program acts as an account.</summary>
public sealed class ApiTokenRow
{
    /// <summary>Names it in lists, and is the first half of the token.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the account.</summary>
    public required string Person { get; init; }

    /// <summary>What it is for, in the words of who made it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its second half; the token itself is kept nowhere.</summary>
    public required byte[] SecretSha256 { get; init; }

    public required long CreatedAtMs { get; init; }

    public required long ExpiresAtMs { get; init; }

    /// <summary>When it was last shown, to the hour; null: never.</summary>
    public long? LastUsedAtMs { get; init; }
}
