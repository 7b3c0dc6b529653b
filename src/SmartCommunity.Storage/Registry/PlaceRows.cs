namespace SmartCommunity.Storage.Registry;

/// <summary>A responsible unit: a street (街道), a town (镇) or a management committee (管委会). Part of the product, seeded.</summary>
public sealed class StreetRow
{
    /// <summary>Stable code, an <see cref="Telemetry.Identifier"/>.</summary>
    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Place in the district's own order, from 1.</summary>
    public required int Rank { get; set; }
}

/// <summary>A community of the district. Part of the product, seeded.</summary>
public sealed class CommunityRow
{
    /// <summary>Stable code, the first variable level of every topic.</summary>
    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Code of its street.</summary>
    public required string Street { get; set; }

    /// <summary>Number in the district's project pool, from 1.</summary>
    public required int Rank { get; set; }
}
