using System.Collections.Immutable;
using NetTopologySuite.Geometries;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>What is known of a project's ground. Null and absent: never entered, which is not the same as none. Immutable; geometries are in degrees and never changed.</summary>
public sealed record ProjectGround
{
    public static ProjectGround Empty { get; } = new();

    /// <summary>实施单元.</summary>
    public Polygon? Implementation { get; init; }

    /// <summary>规划单元, around it.</summary>
    public Polygon? Planning { get; init; }

    /// <summary>Ways on foot in and around the unit.</summary>
    public ImmutableArray<LineString>? Walkways { get; init; }

    public ImmutableArray<Building>? Buildings { get; init; }

    /// <summary>Service places by id.</summary>
    public ImmutableSortedDictionary<string, Facility> Facilities { get; init; } = ImmutableSortedDictionary.Create<string, Facility>(StringComparer.Ordinal);

    /// <summary>Proofs by id.</summary>
    public ImmutableSortedDictionary<string, Proof> Proofs { get; init; } = ImmutableSortedDictionary.Create<string, Proof>(StringComparer.Ordinal);

    /// <summary>What a new-build candidate is preferred by, by code (E-06).</summary>
    public ImmutableSortedDictionary<string, PriorityInput> Priorities { get; init; } = ImmutableSortedDictionary.Create<string, PriorityInput>(StringComparer.Ordinal);
}

/// <summary>A building.</summary>
/// <param name="Code">Stands once in the project.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Type">Code of the policy's list; null while nobody said.</param>
/// <param name="Dwellings">Homes in it; null while nobody counted.</param>
/// <param name="Shape">Its outline, or a point.</param>
public sealed record Building(string Code, string Name, string? Type, int? Dwellings, Geometry Shape);

/// <summary>A service place.</summary>
/// <param name="Kind">Code of the policy's list.</param>
/// <param name="Name">What it is called.</param>
/// <param name="AreaM2">Its floor, or ground; null while nobody measured.</param>
/// <param name="Longitude">Its door, degrees.</param>
/// <param name="Latitude">Its door, degrees.</param>
/// <param name="OpeningHours">As it is written at the door; null while nobody said.</param>
public sealed record Facility(string Kind, string Name, double? AreaM2, double Longitude, double Latitude, string? OpeningHours)
{
    /// <summary>Where its door is.</summary>
    internal Coordinate Door => new(Longitude, Latitude);
}

/// <summary>A document that proves something about the ground.</summary>
/// <param name="Kind">What it proves.</param>
/// <param name="Section">The file's section its document is in.</param>
/// <param name="Title">Its document.</param>
/// <param name="Barrier">Code of the barrier that is linked across; null for the others.</param>
/// <param name="Longitude">Of the bridge or underpass, degrees.</param>
/// <param name="Latitude">Of the bridge or underpass, degrees.</param>
public sealed record Proof(ProofKind Kind, string Section, string Title, string? Barrier, double? Longitude, double? Latitude);

/// <summary>What a proof proves.</summary>
public enum ProofKind
{
    /// <summary>A bridge or underpass links both sides of a barrier (E-04).</summary>
    Connectivity,

    /// <summary>Several communities are managed as one (E-05).</summary>
    UnifiedManagement,

    /// <summary>An expert found the houses unsafe (E-07).</summary>
    StructuralSafety,
}

/// <summary>One of the things a new-build candidate is preferred by.</summary>
/// <param name="Value">0 to 1.</param>
/// <param name="Source">Where it is from.</param>
public sealed record PriorityInput(double Value, string Source);
