using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>Names of the places that come with the product.</summary>
internal sealed record TopPlace(TwinId Id, string NameZh, string NameEn, TwinId? Parent);

/// <summary>
/// The twin graph as it stands in the registry, in memory: rebuilt from it at start, kept up to date by its single writer. Thread-safe;
/// <c>_gate</c> protects <c>_index</c>.
/// </summary>
public sealed class TwinGraph
{
    private readonly Lock _gate = new();
    private readonly GraphIndex _index = new();
    private readonly EnrolmentIndex _enrolments;
    private readonly Dictionary<TwinId, TopPlace> _top;

    /// <summary>Reads all twins of the registry; when it returns, the graph is complete.</summary>
    public TwinGraph(RegistryStore store, EnrolmentIndex enrolments)
    {
        ArgumentNullException.ThrowIfNull(store);
        _enrolments = enrolments;
        using var context = store.CreateDbContext();
        _top = TopOf(context).ToDictionary(p => p.Id);
        var relations = context.Relations.AsNoTracking().ToLookup(r => r.Source, StringComparer.Ordinal);
        foreach (var row in context.Twins.AsNoTracking())
            Put(TwinRows.Logged(row, relations[row.Id]));
    }

    /// <summary>
    /// Raised after a change, with the twins that changed, whole. Calls come one at a time and in order of version; a handler must be quick and must not change the
    /// registry itself.
    /// </summary>
    internal event Action<IReadOnlyList<LoggedTwin>>? Changed;

    /// <summary>Districts, streets and communities, in the district's own order.</summary>
    internal IReadOnlyCollection<TopPlace> Top => _top.Values;

    /// <summary>True when the twin exists: the place was made and not removed, the device is enrolled (retired or not).</summary>
    internal bool Exists(TwinId id) => id.Kind switch
    {
        TwinKind.Device => _enrolments.Find(id.Code) is not null,
        TwinKind.District or TwinKind.Street or TwinKind.Community => _top.ContainsKey(id),
        _ => Find(id) is { Removed: false },
    };

    /// <summary>The community a twin belongs to; null for streets, the district, and what does not exist.</summary>
    internal string? CommunityOf(TwinId id) => id.Kind switch
    {
        TwinKind.Device => _enrolments.Find(id.Code)?.Community,
        TwinKind.Community => _top.ContainsKey(id) ? id.Code : null,
        TwinKind.District or TwinKind.Street => null,
        _ => Find(id)?.Community,
    };

    internal TopPlace? FindTop(TwinId id) => _top.GetValueOrDefault(id);

    internal LoggedTwin? Find(TwinId id)
    {
        lock (_gate)
            return _index.Find(id);
    }

    /// <summary>A question to the index, answered under its lock: it must be quick.</summary>
    internal T Read<T>(Func<GraphIndex, T> question)
    {
        lock (_gate)
            return question(_index);
    }

    /// <summary>Twins of a community that changed after a registry version, oldest change first.</summary>
    internal IReadOnlyList<LoggedTwin> ChangedSince(string community, long version)
    {
        lock (_gate)
            return [.. _index.All.Where(t => t.Community == community && t.Version > version).OrderBy(t => t.Version)];
    }

    /// <summary>Takes over what the registry committed. Called by the registry's single writer only.</summary>
    internal void Apply(IReadOnlyList<LoggedTwin> changed)
    {
        if (changed.Count == 0)
            return;
        lock (_gate)
        {
            foreach (var twin in changed)
                Put(twin);
        }

        Changed?.Invoke(changed);
    }

    // A twin brings names of its own, tens of thousands of twins the same few kinds, communities and homes.
    private void Put(LoggedTwin twin) => _index.Put(twin with
    {
        Community = _enrolments.Once(twin.Community), Relations = [.. twin.Relations.Select(r => new LoggedRelation(_enrolments.Once(r.Kind), _enrolments.Once(r.Target)))],
    });

    private static IEnumerable<TopPlace> TopOf(RegistryContext context) =>
    [
        new TopPlace(TwinId.District, "富阳区", "Fuyang District", null),
        .. context.Streets.AsNoTracking().OrderBy(s => s.Rank).AsEnumerable()
            .Select(s => new TopPlace(new TwinId(TwinKind.Street, s.Code), s.NameZh, s.NameEn, TwinId.District)),
        .. context.Communities.AsNoTracking().OrderBy(c => c.Rank).AsEnumerable()
            .Select(c => new TopPlace(TwinId.Community(c.Code), c.NameZh, c.NameEn, new TwinId(TwinKind.Street, c.Street))),
    ];
}
