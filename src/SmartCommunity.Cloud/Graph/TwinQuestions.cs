using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>
/// Questions to the twins: one with everything, or many by a filter; now, or at a past instant (see <see cref="PastStates"/>). Names of devices are always today's.
/// Thread-safe.
/// </summary>
public sealed class TwinQuestions(TwinGraph graph, TwinIndex index, EnrolmentIndex enrolments, PastStates past, RegistryStore store)
{
    /// <summary>Most relationships of others that are shown with a twin.</summary>
    public const int MaxIncoming = 500;

    /// <summary>
    /// Twins that match, by id. With <paramref name="at"/> the filter must name a place within one community: the past is kept by community.
    /// Page and size are the caller's to check.
    /// </summary>
    public async Task<Outcome<Page<TwinListView>>> ListAsync(TwinFilter filter, DateTimeOffset? at, int page, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Paging.ThrowIfOutOfRange(page, pageSize);
        var (expression, faults) = Check(filter, at);
        if (faults.Count > 0)
            return faults.ToArray();
        int total;
        TwinListView[] views;
        if (at is { } instant)
        {
            var state = await past.AtAsync(graph.CommunityOf(filter.Place!.Value)!, instant, cancellationToken);
            if (!state.Succeeded)
                return state.Faults.ToArray();
            var picture = PictureOf(state.Value!);
            (total, views) = Take(new TwinScan(picture, TopOf(state.Value!.Community), DevicesOf(state.Value!)), picture, filter, expression, page, pageSize);
        }
        else
        {
            (total, views) = graph.Read(now => Take(new TwinScan(now, graph.Top, index.All), now, filter, expression, page, pageSize));
        }

        return new Page<TwinListView>(await NamedAsync(views, cancellationToken), total, page, pageSize);
    }

    /// <summary>One twin with its relationships, properties and values.</summary>
    public async Task<Outcome<TwinDetailView>> FindAsync(TwinId id, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var name = await NameAsync(id, cancellationToken);
        if (at is not { } instant)
        {
            return graph.Exists(id)
                ? graph.Read(now => TwinViewing.Of(id, now, index.Find(id.Code) ?? Unheard(id), graph, name, asOf: null))
                : Unknown(id);
        }

        if (graph.CommunityOf(id) is not { } community)
            return graph.FindTop(id) is null ? Unknown(id) : new Fault(FaultKind.Invalid, "at", $"The past is kept by community; '{id}' is none and in none.");
        var derived = await past.AtAsync(community, instant, cancellationToken);
        if (!derived.Succeeded)
            return derived.Faults.ToArray();
        var state = derived.Value!;
        var asOf = new AsOfView(instant, state.Position, state.Position == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(state.WrittenAtMs));
        var picture = PictureOf(state);
        var device = id.Kind == TwinKind.Device && state.Devices.TryGetValue(id.Code, out var twin) ? DeviceState.Of(community, twin) : null;
        var existed = id.Kind switch
        {
            TwinKind.Device => device is not null,
            TwinKind.Community => true,
            _ => picture.Find(id) is { Removed: false },
        };
        return existed ? TwinViewing.Of(id, picture, device, graph, name, asOf) : new Fault(FaultKind.NotFound, "id", $"There was no twin '{id}' at {instant:O}.");
    }

    private static (int Total, TwinListView[] Views) Take(TwinScan scan, GraphIndex picture, TwinFilter filter, TwinExpression? expression, int page, int pageSize)
    {
        var (total, first) = (0, (page - 1) * pageSize);
        var taken = new List<FoundTwin>(pageSize);
        foreach (var found in scan.Find(filter, expression))
        {
            if (total >= first && taken.Count < pageSize)
                taken.Add(found);
            total++;
        }

        return (total, [.. taken.Select(found => TwinViewing.RowOf(found, picture))]);
    }

    private (TwinExpression? Expression, List<Fault> Faults) Check(TwinFilter filter, DateTimeOffset? at)
    {
        var faults = new List<Fault>();
        if (filter.Place is { } place && (place.Kind == TwinKind.Device || !graph.Exists(place)))
            faults.Add(new Fault(FaultKind.NotFound, "place", $"There is no place '{place}'."));
        if (filter.Class is { } deviceClass && DeviceClassCatalogue.Current.Find(deviceClass) is null)
            faults.Add(new Fault(FaultKind.Invalid, "class", $"class '{deviceClass}' is not one of: {string.Join(", ", DeviceClassCatalogue.Current.All.Select(c => c.Code))}."));
        if (at is not null && (filter.Place is not { } there || graph.CommunityOf(there) is null))
            faults.Add(new Fault(FaultKind.Invalid, "place", "place must name a community or a place within one when at is given: the past is kept by community."));
        if (string.IsNullOrEmpty(filter.Property))
            return (null, faults);
        var (expression, fault) = TwinExpressionParser.Parse(filter.Property);
        if (fault is not null)
            faults.Add(fault);
        return (expression, faults);
    }

    private static GraphIndex PictureOf(CommunityState state)
    {
        var picture = new GraphIndex();
        foreach (var twin in state.Twins.Values)
            picture.Put(twin);
        return picture;
    }

    private static IEnumerable<DeviceState> DevicesOf(CommunityState state) => state.Devices.Values.Select(twin => DeviceState.Of(state.Community, twin));

    private TopPlace[] TopOf(string community) => [graph.FindTop(TwinId.Community(community))!];

    // A device that was enrolled a moment ago: the fold comes to it after the registry.
    private DeviceState? Unheard(TwinId id) =>
        id.Kind == TwinKind.Device && enrolments.Find(id.Code) is { } enrolment && DeviceClassCatalogue.Current.Find(enrolment.Class) is { } deviceClass
            ? DeviceState.Of(enrolment.Community, CommunityFold.NewTwin(id.Code, deviceClass))
            : null;

    private async Task<string?> NameAsync(TwinId id, CancellationToken cancellationToken)
    {
        if (id.Kind != TwinKind.Device)
            return null;
        await using var context = store.CreateDbContext();
        return await context.Devices.Where(d => d.Id == id.Code).Select(d => d.Name).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<TwinListView[]> NamedAsync(TwinListView[] views, CancellationToken cancellationToken)
    {
        const string prefix = "device:";
        var devices = views.Where(v => v.Class is not null).Select(v => v.Id[prefix.Length..]).ToArray();
        if (devices.Length > 0)
        {
            await using var context = store.CreateDbContext();
            var names = await context.Devices.Where(d => devices.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
            views = [.. views.Select(v => v.Class is null ? v : v with { Name = names.GetValueOrDefault(v.Id[prefix.Length..], v.Name) })];
        }

        return [.. views.Select(v => v.Name.Length > 0 ? v : v with { Name = TwinId.TryParse(v.Id, out var id) ? graph.FindTop(id)?.NameZh ?? "" : "" })];
    }

    private static Fault Unknown(TwinId id) => new(FaultKind.NotFound, "id", $"There is no twin '{id}'.");
}
