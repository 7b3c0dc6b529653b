namespace SmartCommunity.Storage.Registry.Identity;

/// <summary>A link that sets a password, once.</summary>
public sealed class SignInLinkRow
{
    /// <summary>SHA-256 of its token; the token itself is kept nowhere.</summary>
    public required byte[] TokenSha256 { get; init; }

    /// <summary>Whose password; empty: of the first administrator, who is made by it.</summary>
    public required string Person { get; init; }

    public required long CreatedAtMs { get; init; }

    public required long ExpiresAtMs { get; init; }
}
