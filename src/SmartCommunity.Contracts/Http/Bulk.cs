namespace SmartCommunity.Contracts.Http;

/// <summary>Which devices a bulk action is for: ids, or everything enrolled that matches. At least one of the four must be given; ids exclude the others.</summary>
public sealed record DeviceSelection
{
    /// <summary>Ids, at most 1,000.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Code of a community; empty: any.</summary>
    public string Community { get; init; } = "";

    /// <summary>Class code; empty: any.</summary>
    public string Class { get; init; } = "";

    /// <summary>Id of a gateway; empty: any.</summary>
    public string Gateway { get; init; } = "";
}

/// <summary>What a bulk rotation did.</summary>
/// <param name="Rotated">Devices with their new tokens, shown this once.</param>
/// <param name="Skipped">Ids of selected devices that have no token: carried by another, or with a certificate of their own.</param>
public sealed record RotationReport(IReadOnlyList<EnrolledDeviceView> Rotated, IReadOnlyList<string> Skipped);

/// <summary>What a bulk retirement did.</summary>
public sealed record RetirementReport(int Retired);

/// <summary>The device that takes another's place.</summary>
public sealed record NewReplacement
{
    /// <summary>Id of the new device; everything else it takes over.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of its client certificate, when it logs in by certificate instead of a token.</summary>
    public string? CertificateSha256 { get; init; }
}
