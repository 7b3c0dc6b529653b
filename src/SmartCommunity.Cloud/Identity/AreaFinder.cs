using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Where things lie. Communities, streets, devices and places are in memory; alerts, settings and commands cost one read, of callers of a part of the district only. Thread-safe.</summary>
public sealed class AreaFinder(EnrolmentIndex enrolments, TwinGraph twins, AlertLedger alerts, RegistryStore registry)
{
    /// <summary>Codes of the communities of an area, in the district's order.</summary>
    public IReadOnlyList<string> Communities(Area area) => [.. enrolments.Communities.Where(c => Covers(area, Area.OfCommunity(c)))];

    /// <summary>True when an area lies in another.</summary>
    public bool Covers(Area area, Area other)
    {
        ArgumentNullException.ThrowIfNull(area);
        return area.Covers(other, enrolments.StreetOf);
    }

    /// <summary>True when a community is in an area.</summary>
    public bool Sees(Area area, string community) => Covers(area, Area.OfCommunity(community));

    /// <summary>True when all that a live subscription would show is in an area. What does not exist is left to the feed, which says so.</summary>
    public bool Sees(Area area, LiveArea shown)
    {
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(shown);
        return area.IsDistrict || shown.Kind switch
        {
            "street" => Covers(area, Area.OfStreet(shown.Code)),
            "community" => Sees(area, shown.Code),
            "devices" => shown.Devices.All(d => OfDevice(d) is { } community && Covers(area, community)),
            _ => false,
        };
    }

    /// <summary>The street an area lies in, or is; null: it is the district.</summary>
    internal string? StreetOf(Area area) => area.Street.Length > 0 ? area.Street : enrolments.StreetOf(area.Community);

    /// <summary>True when an area is of this district: it names no street and no community that is not there.</summary>
    public bool Exists(Area area)
    {
        ArgumentNullException.ThrowIfNull(area);
        return area.IsDistrict || enrolments.StreetOf(area.Community) is not null || enrolments.Communities.Any(c => enrolments.StreetOf(c) == area.Street);
    }

    /// <summary>Where a thing lies; null: nowhere that is known.</summary>
    internal async ValueTask<Area?> FindAsync(AreaOf source, string id, CancellationToken cancellationToken) => source switch
    {
        AreaOf.Community => Area.OfCommunity(id),
        AreaOf.Street => Area.OfStreet(id),
        AreaOf.Device => OfDevice(id),
        AreaOf.Twin => TwinId.TryParse(id, out var twin) ? OfTwin(twin) : null,
        AreaOf.Alert => alerts.Find(id) is { } alert ? Area.OfCommunity(alert.Community) : null,
        AreaOf.AlertSetting => await OfSettingAsync(id, cancellationToken),
        AreaOf.Command => await OfCommandAsync(id, cancellationToken),
        _ => Area.District,
    };

    /// <summary>The community of every device; a device that is not enrolled is nowhere.</summary>
    internal Area? OfDevice(string device) => enrolments.Find(device) is { } known ? Area.OfCommunity(known.Community) : null;

    private Area? OfTwin(TwinId twin) => twin.Kind switch
    {
        TwinKind.District => Area.District,
        TwinKind.Street => Area.OfStreet(twin.Code),
        _ => twins.CommunityOf(twin) is { } community ? Area.OfCommunity(community) : null,
    };

    private async Task<Area?> OfSettingAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = registry.CreateDbContext();
        return await context.AlertSettings.FindAsync([id], cancellationToken) is { } setting ? Area.OfCommunity(setting.Community) : null;
    }

    private async Task<Area?> OfCommandAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = registry.CreateDbContext();
        return await context.Commands.FindAsync([id], cancellationToken) is { } command ? OfDevice(command.Device) : null;
    }
}
