using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NetTopologySuite.Geometries;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>What the whole district has on its map for the programme: units of civil affairs, and barriers. Null: never imported, which is not the same as none. Immutable.</summary>
public sealed record DistrictLayers
{
    public static DistrictLayers Empty { get; } = new();

    /// <summary>Units of community governance (E-02).</summary>
    public ImmutableArray<AreaUnit>? Governance { get; init; }

    /// <summary>Communities as administered (E-05).</summary>
    public ImmutableArray<AreaUnit>? Administrative { get; init; }

    /// <summary>Railways, main roads, rivers (E-04).</summary>
    public ImmutableArray<Barrier>? Barriers { get; init; }
}

/// <summary>A unit on the district's map.</summary>
/// <param name="Code">Stands once in its layer.</param>
/// <param name="Name">As civil affairs call it.</param>
/// <param name="Area">Its ground, degrees; never changed.</param>
public sealed record AreaUnit(string Code, string Name, Geometry Area);

/// <summary>Something a unit should not cross.</summary>
/// <param name="Code">Stands once in its layer.</param>
/// <param name="Kind">Code of the policy's list.</param>
/// <param name="Name">What it is called.</param>
/// <param name="WidthMetres">Of water; null for the others.</param>
/// <param name="Shape">Line or area, degrees; never changed.</param>
public sealed record Barrier(string Code, string Kind, string Name, double? WidthMetres, [property: JsonConverter(typeof(ShapeJson))] Geometry Shape)
{
    /// <summary>The kind that is a barrier by its width only.</summary>
    public const string River = "river";
}

/// <summary>Which layer of units.</summary>
public enum UnitScheme
{
    /// <summary>民政部门社区治理单元 (E-02).</summary>
    Governance,

    /// <summary>社区行政管辖范围 (E-05).</summary>
    Administrative,
}
