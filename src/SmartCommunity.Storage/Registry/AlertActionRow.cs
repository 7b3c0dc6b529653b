namespace SmartCommunity.Storage.Registry;

/// <summary>What a person did about an alert; never changed.</summary>
public sealed class AlertActionRow
{
    /// <summary>Registry version of the action; rises over the whole registry.</summary>
    public required long Version { get; init; }

    public required string Community { get; init; }

    /// <summary>Id of the alert.</summary>
    public required string Alert { get; init; }

    /// <summary><c>acknowledge</c>, <c>dispatch</c>, <c>handle</c>, <c>resolve</c>, <c>close</c>, <c>reopen</c>, <c>comment</c> or <c>judge</c>.</summary>
    public required string Action { get; init; }

    public required string Actor { get; init; }

    public required long AtMs { get; init; }

    public required string Comment { get; init; }

    /// <summary>Cause code of a close or a judgement; who is sent, of a dispatch; else empty.</summary>
    public required string Code { get; init; }

    /// <summary>SHA-256 of a photo, lower-case hexadecimal; empty: none.</summary>
    public required string PhotoSha256 { get; init; }
}
