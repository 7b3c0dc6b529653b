using System.Globalization;

namespace SmartCommunity.Programme.Policies;

/// <summary>How ground is judged: what E-01 to E-07 need beside <see cref="EligibilityPolicy"/>. The document gives none of these numbers: all are defaults.</summary>
public sealed record GroundPolicy
{
    /// <summary>Everything of the district lies in it; a position outside is a mistake.</summary>
    public required GroundBox Box { get; init; }

    /// <summary>What lies within this of a unit's border does not cross or stand in it, metres: units are drawn along roads and rivers.</summary>
    public required double EdgeMetres { get; init; }

    /// <summary>Share of a unit's area in a neighbouring unit that is a slip of the drawing (0 to 1).</summary>
    public required double OverlapTolerance { get; init; }

    /// <summary>Ends of walkways nearer than this are one place, metres.</summary>
    public required double SnapMetres { get; init; }

    /// <summary>Longest way between a door and a walkway, metres.</summary>
    public required double AccessMetres { get; init; }

    /// <summary>Share within a walk from which a facility kind is green (0 to 1).</summary>
    public required double CoverageGreen { get; init; }

    /// <summary>Share within a walk from which a facility kind is amber (0 to 1).</summary>
    public required double CoverageAmber { get; init; }

    /// <summary>A bridge or underpass proves the link of a crossing this near, metres.</summary>
    public required double ProofMetres { get; init; }

    /// <summary>Names of the barriers of <see cref="EligibilityPolicy.Barriers"/>.</summary>
    public required IReadOnlyList<Heading> Barriers { get; init; }

    /// <summary>Kinds of building, those of <see cref="EligibilityPolicy.LuxuryDwellings"/> among them.</summary>
    public required IReadOnlyList<Heading> Buildings { get; init; }

    /// <summary>What a new-build candidate is preferred by (E-06), with weights.</summary>
    public required IReadOnlyList<WeightedHeading> Priorities { get; init; }

    /// <summary>Priority score from which a candidate is green (0 to 1).</summary>
    public required double PriorityGreen { get; init; }
}

/// <summary>A named heading with a weight.</summary>
public sealed record WeightedHeading
{
    public required string Code { get; init; }

    public required Words Name { get; init; }

    public required double Weight { get; init; }
}

/// <summary>A box of longitudes and latitudes, degrees.</summary>
public sealed record GroundBox
{
    public required double West { get; init; }

    public required double South { get; init; }

    public required double East { get; init; }

    public required double North { get; init; }

    public bool Contains(double longitude, double latitude) => longitude >= West && longitude <= East && latitude >= South && latitude <= North;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{West}–{East} E, {South}–{North} N");
}
