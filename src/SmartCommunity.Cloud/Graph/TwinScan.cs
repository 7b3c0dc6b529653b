using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Graph;

/// <summary>Which twins to list; null matches everything.</summary>
/// <param name="Kind">Kind of twin.</param>
/// <param name="Place">Only what is in or part of this place, at any depth.</param>
/// <param name="Class">Devices of this class.</param>
/// <param name="State">Devices that are <c>online</c>, <c>offline</c>, <c>gatewayAway</c>, <c>unheard</c> or <c>retired</c>; retired ones are listed only when asked for.</param>
/// <param name="Pending">Twins whose desired properties are not all reported (true), or are (false).</param>
/// <param name="Property">A filter over properties, see <c>TwinExpressionParser</c>.</param>
public sealed record TwinFilter(
    TwinKind? Kind = null, TwinId? Place = null, string? Class = null, string? State = null, bool? Pending = null, string? Property = null);

/// <summary>A twin that matched.</summary>
internal readonly record struct FoundTwin(TwinId Id, TwinFace Face);

/// <summary>Finds twins in one picture of the district, the present one or that of a community in the past. Pure.</summary>
internal sealed class TwinScan(GraphIndex graph, IReadOnlyCollection<TopPlace> top, IEnumerable<DeviceState> devices)
{
    /// <summary>Matching twins by id.</summary>
    internal IEnumerable<FoundTwin> Find(TwinFilter filter, TwinExpression? expression)
    {
        var isThere = PlaceTest(filter.Place);
        // In order of the kinds' names, so that ids come in order.
        return KindsOf(filter)
            .OrderBy(kind => TwinId.Kinds[(int)kind].Name, StringComparer.Ordinal)
            .SelectMany(kind => Candidates(kind, filter))
            .Where(found => isThere(found) && (filter.Pending is not { } pending || pending == IsPending(found.Face)) && (expression is null || expression.Holds(found.Face)));
    }

    internal static bool IsPending(in TwinFace face) => PropertyDocument.Pending(face.Said?.DesiredJson, face.Device?.ReportedJson).Count > 0;

    private static IEnumerable<TwinKind> KindsOf(TwinFilter filter)
    {
        var onlyDevices = filter.Class is not null || filter.State is not null;
        return TwinId.Kinds.Select(k => k.Kind).Where(kind => (filter.Kind ?? kind) == kind && (!onlyDevices || kind == TwinKind.Device));
    }

    private IEnumerable<FoundTwin> Candidates(TwinKind kind, TwinFilter filter)
    {
        switch (kind)
        {
            case TwinKind.Device:
                return devices
                    .Where(d => filter.State is { } state ? d.State == state : !d.Retired)
                    .Where(d => filter.Class is not { } deviceClass || d.Class.Code == deviceClass)
                    .Select(d => TwinId.Device(d.Device) is var id ? new FoundTwin(id, new TwinFace(d, graph.Find(id))) : default);
            case TwinKind.Building or TwinKind.Unit or TwinKind.Facility:
                return graph.Places(kind).Select(said => new FoundTwin(said.Key, new TwinFace(null, said)));
            default:
                return top.Where(p => p.Id.Kind == kind).Select(p => p.Id).OrderBy(id => id.Code, StringComparer.Ordinal)
                    .Select(id => new FoundTwin(id, new TwinFace(null, graph.Find(id))));
        }
    }

    private Func<FoundTwin, bool> PlaceTest(TwinId? place)
    {
        switch (place)
        {
            case null:
                return static _ => true;
            case { Kind: TwinKind.District } district:
                return found => found.Id != district;
            case { Kind: TwinKind.Street } street:
                var communities = top.Where(p => p.Parent == street).Select(p => p.Id.Code).ToHashSet(StringComparer.Ordinal);
                return found => CommunityOf(found) is { } code && communities.Contains(code);
            case { Kind: TwinKind.Community } community:
                return found => found.Id != community && CommunityOf(found) == community.Code;
            default:
                var below = graph.Below(place.Value);
                return found => below.Contains(found.Id);
        }
    }

    private static string? CommunityOf(FoundTwin found) => found.Id.Kind switch
    {
        TwinKind.Device => found.Face.Device!.Community,
        TwinKind.Community => found.Id.Code,
        _ => found.Face.Said?.Community,
    };
}
