namespace SmartCommunity.Storage.Registry;

/// <summary>An edge gateway and the hash of its credential.</summary>
public sealed class GatewayRow
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the token's UTF-8 text, 32 bytes. The token itself is stored nowhere.</summary>
    public required byte[] TokenSha256 { get; set; }

    public required long CreatedAtMs { get; init; }
}
