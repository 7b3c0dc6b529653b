using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Graph;

/// <summary>What people see of twins. Pure.</summary>
internal static class TwinViewing
{
    internal static TwinDetailView Of(TwinId id, GraphIndex picture, DeviceState? device, TwinGraph graph, string? deviceName, AsOfView? asOf)
    {
        var said = picture.Find(id);
        var top = graph.FindTop(id);
        var parent = picture.PlaceOf(id) ?? top?.Parent ?? (device is null ? null : TwinId.Community(device.Community));
        return new TwinDetailView(
            id.ToString(), id.KindName, deviceName ?? said?.NameZh ?? top?.NameZh ?? "", deviceName ?? said?.NameEn ?? top?.NameEn ?? "",
            device?.Community ?? said?.Community ?? (id.Kind == TwinKind.Community ? id.Code : null), device?.Class.Code, device?.Class.ModelId, device?.State, said?.Revision ?? 1,
            Relations(id, said, parent), Incoming(id, picture),
            Properties(said?.DesiredJson, said?.DesiredVersion ?? 0, said?.DesiredVersion > 0 ? said.UpdatedAtMs : 0),
            Properties(device?.ReportedJson, device?.ReportedVersion ?? 0, device?.ReportedAtMs ?? 0),
            PropertyDocument.Pending(said?.DesiredJson, device?.ReportedJson),
            Time(device?.LastReceivedAtMs ?? 0), device is null ? [] : Values(device),
            id.IsMadePlace && said is not null && parent is { } place ? TwinRows.View(said, place) : null, GeoGeometry.Element(said?.GeometryJson), asOf);
    }

    internal static TwinListView RowOf(FoundTwin found, GraphIndex picture)
    {
        var (id, device, said) = (found.Id, found.Face.Device, found.Face.Said);
        var community = device?.Community ?? said?.Community ?? (id.Kind == TwinKind.Community ? id.Code : null);
        var place = picture.PlaceOf(id) ?? (device is null ? null : TwinId.Community(device.Community));
        return new TwinListView(
            id.ToString(), id.KindName, said?.NameZh ?? "", community, place?.ToString(), device?.Class.Code, device?.State, TwinScan.IsPending(found.Face),
            Time(device?.LastReceivedAtMs ?? 0), device is null ? [] : Values(device));
    }

    internal static IReadOnlyList<TwinValueView> Values(DeviceState device) =>
    [
        .. device.Class.Quantities.Zip(device.Latest).Where(pair => pair.Second.IsSet).Select(pair => new TwinValueView(
            pair.First.Name, pair.First.Unit, pair.Second.Value, DateTimeOffset.FromUnixTimeMilliseconds(pair.Second.AtMs),
            DateTimeOffset.FromUnixTimeMilliseconds(pair.Second.ReceivedAtMs), (int)pair.Second.Quality, pair.Second.From)),
    ];

    private static List<RelationView> Relations(TwinId id, LoggedTwin? said, TwinId? parent)
    {
        var own = (said?.Relations ?? []).Select(r => new RelationView(id.ToString(), r.Kind, r.Target)).ToList();
        // What nobody had to say: a device is in its community, a community part of its street.
        if (parent is { } place && !own.Exists(r => r.Kind == RelationRules.Containment(id.Kind)))
            own.Insert(0, new RelationView(id.ToString(), RelationRules.Containment(id.Kind), place.ToString()));
        return own;
    }

    private static RelationView[] Incoming(TwinId id, GraphIndex picture) =>
    [
        .. picture.Incoming(id)
            .OrderBy(i => i.Kind, StringComparer.Ordinal).ThenBy(i => i.Source.ToString(), StringComparer.Ordinal)
            .Take(TwinQuestions.MaxIncoming)
            .Select(i => new RelationView(i.Source.ToString(), i.Kind, id.ToString())),
    ];

    private static PropertiesView Properties(string? json, long version, long atMs) =>
        new(version, Time(atMs), System.Text.Json.JsonElement.Parse(json ?? PropertyDocument.Empty));

    private static DateTimeOffset? Time(long ms) => ms == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
