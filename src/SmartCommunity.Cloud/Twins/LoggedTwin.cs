using MessagePack;
using SmartCommunity.Cloud.Graph;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// What people said of a twin, whole, as it stands in the registry, in the community's log and in snapshots. An entry of a later version replaces an earlier one;
/// one of an earlier version changes nothing. Keys are positions in an array; only ever append.
/// </summary>
[MessagePackObject]
public sealed record LoggedTwin
{
    /// <summary>Twin id, <c>kind:code</c>.</summary>
    [Key(0)]
    public required string Id { get; init; }

    /// <summary>Community code.</summary>
    [Key(1)]
    public required string Community { get; init; }

    /// <summary>True for a place that was removed.</summary>
    [Key(2)]
    public bool Removed { get; init; }

    /// <summary>Changes so far, from 1.</summary>
    [Key(3)]
    public required long Revision { get; init; }

    /// <summary>Registry version of the last change.</summary>
    [Key(4)]
    public required long Version { get; init; }

    /// <summary>When it changed, epoch milliseconds.</summary>
    [Key(5)]
    public long UpdatedAtMs { get; init; }

    /// <summary>Name of a place, Chinese; null for devices and communities.</summary>
    [Key(6)]
    public string? NameZh { get; init; }

    /// <summary>Name of a place, English.</summary>
    [Key(7)]
    public string? NameEn { get; init; }

    /// <summary>Storeys of a building.</summary>
    [Key(8)]
    public int? Floors { get; init; }

    /// <summary>Height of a building, metres.</summary>
    [Key(9)]
    public double? HeightM { get; init; }

    /// <summary>Storey of a unit or facility.</summary>
    [Key(10)]
    public int? Floor { get; init; }

    /// <summary>Floor area, m².</summary>
    [Key(11)]
    public double? AreaM2 { get; init; }

    /// <summary>Opening hours of a facility.</summary>
    [Key(12)]
    public string? OpeningHours { get; init; }

    /// <summary>Kind of facility.</summary>
    [Key(13)]
    public string? FacilityKind { get; init; }

    /// <summary>GeoJSON geometry.</summary>
    [Key(14)]
    public string? GeometryJson { get; init; }

    /// <summary>Desired properties, a JSON object; null when there never were any.</summary>
    [Key(15)]
    public string? DesiredJson { get; init; }

    /// <summary>Changes of the desired properties so far.</summary>
    [Key(16)]
    public long DesiredVersion { get; init; }

    /// <summary>Relationships it owns, by kind and target.</summary>
    [Key(17)]
    public LoggedRelation[] Relations { get; init; } = [];

    /// <summary>Same content.</summary>
    internal bool IsSameAs(LoggedTwin other) => Version == other.Version && this == other with { Relations = Relations } && Relations.AsSpan().SequenceEqual(other.Relations);

    internal TwinId Key => TwinId.TryParse(Id, out var id) ? id : throw new InvalidDataException($"'{Id}' is no twin id.");
}

/// <summary>A relationship of a twin as it stands in the log.</summary>
[MessagePackObject]
public sealed record LoggedRelation([property: Key(0)] string Kind, [property: Key(1)] string Target);
