using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Queries;

/// <summary>The live twins: what each device last said. Thread-safe.</summary>
public sealed class TwinQueries(LiveFeed live, EnrolmentIndex enrolments)
{
    /// <summary>Latest state of a device; null when it never was enrolled.</summary>
    public Task<LiveDevice?> DeviceAsync(string device, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(enrolments.Find(device) is { } enrolment ? live.Device(enrolment.Community, device) ?? Unheard(enrolment) : null);
    }

    /// <summary>Latest state of all devices of a community, ordered by id; empty when it does not exist.</summary>
    public Task<IReadOnlyList<LiveDevice>> DevicesAsync(string community, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(enrolments.StreetOf(community) is null ? [] : live.Devices(community));
    }

    /// <summary>Guard kits of a community, by home, as of its latest tick; empty when it does not exist.</summary>
    public IReadOnlyList<KitView> Kits(string community) => enrolments.StreetOf(community) is null
        ? []
        : [.. live.Kits(community).Select(static k => new KitView(k.Home, k.IsComplete, k.IsGuarding, k.Members, k.Missing, k.Away))];

    /// <summary>Numbers of every community, in the district's order.</summary>
    public Task<IReadOnlyList<LiveCommunity>> CommunitiesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<LiveCommunity>>([.. enrolments.Communities.Select(live.Community)]);
    }

    /// <summary>The twin of a device that is enrolled since a moment ago: the fold comes to it after the registry.</summary>
    private static LiveDevice Unheard(Enrolment enrolment) => new()
    {
        Device = enrolment.Device, Community = enrolment.Community, Class = enrolment.Class, Online = false, LastReceivedAtMs = 0,
    };
}
