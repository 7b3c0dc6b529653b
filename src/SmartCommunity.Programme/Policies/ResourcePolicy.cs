namespace SmartCommunity.Programme.Policies;

/// <summary>R-01 to R-06, F-01, F-02: which facilities a standard scenario wants, and what may become one. The document gives no sizes: all are defaults.</summary>
public sealed record ResourcePolicy
{
    /// <summary>Standard scenarios (标配) by type of project.</summary>
    public required IReadOnlyList<StandardScenarios> Standard { get; init; }

    /// <summary>The nine scenarios.</summary>
    public required IReadOnlyList<Heading> Scenarios { get; init; }

    public required IReadOnlyList<FacilityKindRow> FacilityKinds { get; init; }

    /// <summary>What a standard scenario wants .</summary>
    public required IReadOnlyList<RequiredFacility> Required { get; init; }

    /// <summary>Kinds of space that lie idle .</summary>
    public required IReadOnlyList<SpaceKindRow> SpaceKinds { get; init; }

    /// <summary>Ways to come by a facility .</summary>
    public required IReadOnlyList<Heading> Acquisitions { get; init; }

    /// <summary>Ways to renovate .</summary>
    public required IReadOnlyList<Heading> Methods { get; init; }

    /// <summary>Inflow over outflow of the whole life that is balanced (F-01).</summary>
    public required double BalanceRatio { get; init; }

    /// <summary>The kind of a code; null when there is none.</summary>
    public FacilityKindRow? Kind(string code) => FacilityKinds.FirstOrDefault(k => k.Code == code);
}

/// <summary>Scenarios every project of a type has.</summary>
public sealed record StandardScenarios
{
    /// <summary>Code of the type: <c>renovation</c>, <c>newBuild</c>, <c>rebuild</c>.</summary>
    public required string Type { get; init; }

    public required IReadOnlyList<string> Scenarios { get; init; }
}

/// <summary>A kind of facility.</summary>
public sealed record FacilityKindRow
{
    public required string Code { get; init; }

    public required Words Name { get; init; }

    /// <summary>The scenario it serves.</summary>
    public required string Scenario { get; init; }

    /// <summary>Whether it stands under the open sky, and fits land only.</summary>
    public bool Outdoor { get; init; }

    /// <summary>Kinds of the community's map (<c>facilityKind</c>) that are this.</summary>
    public IReadOnlyList<string> Map { get; init; } = [];
}

/// <summary>What is wanted of a kind.</summary>
public sealed record RequiredFacility
{
    public required string Kind { get; init; }

    public required int Count { get; init; }

    /// <summary>Least floor or ground area altogether, square metres.</summary>
    public double AreaM2 { get; init; }

    /// <summary>The same by dwellings, square metres for each 100; the larger of both counts.</summary>
    public double Per100DwellingsM2 { get; init; }

    /// <summary>Where the numbers are from.</summary>
    public required string Source { get; init; }
}

/// <summary>A kind of idle space.</summary>
public sealed record SpaceKindRow
{
    public required string Code { get; init; }

    public required Words Name { get; init; }

    /// <summary>Whether it is land without a house.</summary>
    public bool Outdoor { get; init; }

    /// <summary>Ways it is usually come by, the first proposed.</summary>
    public required IReadOnlyList<string> Acquisitions { get; init; }
}
