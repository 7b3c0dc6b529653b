namespace SmartCommunity.Storage.Registry;

/// <summary>
/// What people said of a twin: a place below the community (building, unit, facility), or what was added to an enrolled device or a community. Rows are never deleted:
/// a removed one stays as the tombstone that keeps its revisions rising.
/// </summary>
public sealed class TwinRow
{
    /// <summary>Kind and code, e.g. <c>building:baihe-b01</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Code of the community whose log tells of it.</summary>
    public required string Community { get; init; }

    /// <summary>Name of a place, Chinese; null for a device or a community, which are named elsewhere.</summary>
    public string? NameZh { get; set; }

    public string? NameEn { get; set; }

    /// <summary>Storeys above ground of a building.</summary>
    public int? Floors { get; set; }

    /// <summary>Height of a building above ground, metres.</summary>
    public double? HeightM { get; set; }

    /// <summary>The storey a unit or a facility is on.</summary>
    public int? Floor { get; set; }

    public double? AreaM2 { get; set; }

    /// <summary>Opening hours of a facility, as people wrote them.</summary>
    public string? OpeningHours { get; set; }

    public string? FacilityKind { get; set; }

    /// <summary>GeoJSON geometry, WGS 84.</summary>
    public string? GeometryJson { get; set; }

    /// <summary>Desired properties, a JSON object; null when there never were any.</summary>
    public string? DesiredJson { get; set; }

    /// <summary>Changes of the desired properties so far.</summary>
    public required long DesiredVersion { get; set; }

    /// <summary>Changes of definition, relations and desired properties so far, from 1.</summary>
    public required long Revision { get; set; }

    public required long UpdatedAtMs { get; set; }

    public long? RemovedAtMs { get; set; }

    /// <summary>Registry version of the last change.</summary>
    public required long Version { get; set; }
}

/// <summary>A relationship of the twin graph; its source owns it.</summary>
public sealed class RelationRow
{
    public required string Source { get; init; }

    /// <summary><c>isIn</c>, <c>partOf</c>, <c>serves</c> or <c>feeds</c>.</summary>
    public required string Kind { get; init; }

    public required string Target { get; init; }
}
