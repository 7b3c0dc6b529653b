using System.Text.Json;

namespace SmartCommunity.Contracts.Http;

/// <summary>A place below the community.</summary>
/// <param name="Id">Twin id: kind and code, e.g. <c>building:baihe-b01</c>.</param>
/// <param name="Kind"><c>building</c>, <c>unit</c> or <c>facility</c>.</param>
/// <param name="Code">Unique within its kind on the whole platform.</param>
/// <param name="Community">Code of the community it belongs to.</param>
/// <param name="Parent">Twin id of the place it is part of (building, unit) or in (facility).</param>
/// <param name="NameZh">Name, Chinese.</param>
/// <param name="NameEn">Name, English.</param>
/// <param name="Floors">Storeys above ground; buildings only.</param>
/// <param name="HeightM">Height above ground in metres; buildings only.</param>
/// <param name="Floor">The storey it is on; units and facilities only.</param>
/// <param name="AreaM2">Floor area in m²; units and facilities only.</param>
/// <param name="OpeningHours">Opening hours; facilities only.</param>
/// <param name="FacilityKind">What kind of service; facilities only.</param>
/// <param name="Geometry">GeoJSON geometry, WGS 84.</param>
/// <param name="Revision">Changes so far, from 1; what <c>If-Match</c> takes.</param>
public sealed record PlaceView(
    string Id, string Kind, string Code, string Community, string Parent, string NameZh, string NameEn, int? Floors, double? HeightM, int? Floor, double? AreaM2,
    string? OpeningHours, string? FacilityKind, JsonElement? Geometry, long Revision);

/// <summary>A place to create, or all of a place to replace.</summary>
public sealed record NewPlace
{
    /// <summary><c>building</c>, <c>unit</c> or <c>facility</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>1 to 64 characters a-z A-Z 0-9 _ -; unique within its kind on the platform.</summary>
    public required string Code { get; init; }

    /// <summary>Twin id of the place it is part of (building: a community; unit: a building) or in (facility: a community, building or unit).</summary>
    public required string Parent { get; init; }

    /// <summary>Name, Chinese, at most 120 characters.</summary>
    public required string NameZh { get; init; }

    /// <summary>Name, English, at most 120 characters; the Chinese one when empty.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>Storeys above ground of a building, 0 to 200.</summary>
    public int? Floors { get; init; }

    /// <summary>Height of a building in metres, 0 to 1,000; three metres a storey when absent.</summary>
    public double? HeightM { get; init; }

    /// <summary>The storey of a unit or facility, −10 to 200.</summary>
    public int? Floor { get; init; }

    /// <summary>Floor area of a unit or facility in m², 0 to 1,000,000.</summary>
    public double? AreaM2 { get; init; }

    /// <summary>Opening hours of a facility, at most 200 characters, e.g. <c>Mo-Su 08:00-20:00</c>.</summary>
    public string? OpeningHours { get; init; }

    /// <summary>Kind of facility, an identifier, e.g. <c>healthStation</c>.</summary>
    public string? FacilityKind { get; init; }

    /// <summary>GeoJSON Point, LineString, Polygon or MultiPolygon in WGS 84; may be absent.</summary>
    public JsonElement? Geometry { get; init; }
}

/// <summary>What an import of places did, or (dry run) would do.</summary>
/// <param name="DryRun">True: nothing was written.</param>
/// <param name="Rows">Features or rows read.</param>
/// <param name="Created">Places that are new.</param>
/// <param name="Changed">Places that were there and changed.</param>
/// <param name="Unchanged">Places that were there just so.</param>
/// <param name="Placed">Devices that got another position or place.</param>
/// <param name="Errors">Rows that were not accepted (line: number of the row or feature, from 1); the others are.</param>
public sealed record PlaceImportReport(bool DryRun, int Rows, int Created, int Changed, int Unchanged, int Placed, IReadOnlyList<RowError> Errors);

/// <summary>A relationship of the twin graph.</summary>
/// <param name="Source">Twin id of the source, which owns the relationship.</param>
/// <param name="Kind"><c>isIn</c>, <c>partOf</c>, <c>serves</c> or <c>feeds</c>.</param>
/// <param name="Target">Twin id of the target.</param>
public sealed record RelationView(string Source, string Kind, string Target);

/// <summary>Desired or reported properties of a twin.</summary>
/// <param name="Version">Changes so far; 0 = never set.</param>
/// <param name="At">When they changed last.</param>
/// <param name="Values">The properties, a JSON object.</param>
public sealed record PropertiesView(long Version, DateTimeOffset? At, JsonElement Values);

/// <summary>A model of twins.</summary>
/// <param name="Id">DTDL identifier.</param>
/// <param name="NameZh">Name, Chinese.</param>
/// <param name="NameEn">Name, English.</param>
/// <param name="Kind">Kind of twin it is the model of.</param>
/// <param name="Class">Class code, for a device class.</param>
/// <param name="Origin"><c>shipped</c>: part of the product; <c>imported</c>.</param>
/// <param name="ImportedAt">When it was imported; null for a shipped one.</param>
public sealed record ModelView(string Id, string NameZh, string NameEn, string Kind, string? Class, string Origin, DateTimeOffset? ImportedAt);

/// <summary>Which instant a twin is shown at.</summary>
/// <param name="At">The instant asked for.</param>
/// <param name="Position">Position of the last entry of the community's log that was written at or before it.</param>
/// <param name="WrittenAt">When that entry was written; null when the log is empty until then.</param>
public sealed record AsOfView(DateTimeOffset At, long Position, DateTimeOffset? WrittenAt);

/// <summary>A twin with everything known of it.</summary>
/// <param name="Id">Twin id: kind and code, e.g. <c>device:w-1</c>.</param>
/// <param name="Kind"><c>district</c>, <c>street</c>, <c>community</c>, <c>building</c>, <c>unit</c>, <c>facility</c> or <c>device</c>.</param>
/// <param name="NameZh">Name, Chinese (a device has one name).</param>
/// <param name="NameEn">Name, English.</param>
/// <param name="Community">Community code; null for a street or the district.</param>
/// <param name="Class">Class code of a device.</param>
/// <param name="Model">DTDL identifier of a device's class.</param>
/// <param name="State"><c>online</c>, <c>offline</c>, <c>gatewayAway</c>, <c>unheard</c> or <c>retired</c>; null for places.</param>
/// <param name="Revision">Changes of definition, relationships and desired properties, from 1; what <c>If-Match</c> takes.</param>
/// <param name="Relations">Relationships it owns.</param>
/// <param name="Incoming">Relationships of others to it, at most 500.</param>
/// <param name="Desired">Requested properties.</param>
/// <param name="Reported">Observed properties.</param>
/// <param name="Pending">Names of desired properties that are not reported so.</param>
/// <param name="LastReceivedAt">When a device was last heard.</param>
/// <param name="Values">Latest value of each quantity of a device.</param>
/// <param name="Place">The place, for buildings, units and facilities.</param>
/// <param name="Geometry">GeoJSON geometry of its own.</param>
/// <param name="AsOf">The instant, when one was asked for.</param>
public sealed record TwinDetailView(
    string Id, string Kind, string NameZh, string NameEn, string? Community, string? Class, string? Model, string? State, long Revision,
    IReadOnlyList<RelationView> Relations, IReadOnlyList<RelationView> Incoming, PropertiesView Desired, PropertiesView Reported, IReadOnlyList<string> Pending,
    DateTimeOffset? LastReceivedAt, IReadOnlyList<TwinValueView> Values, PlaceView? Place, JsonElement? Geometry, AsOfView? AsOf);

/// <summary>A twin as a row of a query's answer.</summary>
/// <param name="Id">Twin id.</param>
/// <param name="Kind">Kind of twin.</param>
/// <param name="Name">Name, Chinese.</param>
/// <param name="Community">Community code; null for a street or the district.</param>
/// <param name="Place">Twin id of the place it is part of or in; null for the district.</param>
/// <param name="Class">Class code of a device.</param>
/// <param name="State"><c>online</c>, <c>offline</c>, <c>gatewayAway</c>, <c>unheard</c> or <c>retired</c>; null for places.</param>
/// <param name="Pending">True when a desired property is not reported so.</param>
/// <param name="LastReceivedAt">When a device was last heard.</param>
/// <param name="Values">Latest value of each quantity of a device.</param>
public sealed record TwinListView(
    string Id, string Kind, string Name, string? Community, string? Place, string? Class, string? State, bool Pending, DateTimeOffset? LastReceivedAt,
    IReadOnlyList<TwinValueView> Values);
