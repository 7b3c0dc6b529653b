using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>One twin being changed inside the registry's transaction. Not thread-safe.</summary>
internal sealed class TwinEdit
{
    /// <summary>Revision of an enrolled device or a community that nothing was said of yet.</summary>
    private const long FirstRevision = 1;

    private readonly bool _isNew;
    private readonly LoggedTwin _before;
    private readonly List<RelationRow> _rows;

    private TwinEdit(TwinRow row, List<RelationRow> rows, bool isNew)
    {
        (Row, _rows, _isNew) = (row, rows, isNew);
        _before = TwinRows.Logged(row, rows);
        Relations = [.. _before.Relations];
    }

    internal TwinRow Row { get; }

    /// <summary>Relationships it owns; change the list.</summary>
    internal List<LoggedRelation> Relations { get; }

    internal long Revision => _isNew ? FirstRevision : Row.Revision;

    internal LoggedTwin Logged => TwinRows.Logged(Row, RowsOf(Relations));

    /// <summary>True when saving would write something. A place that did not exist is always written.</summary>
    internal bool HasChanged => Logged is var now
        && (now with { Relations = [] } != _before with { Relations = [] } || !now.Relations.SequenceEqual(_before.Relations));

    internal static async Task<TwinEdit> BeginAsync(RegistryContext context, TwinId id, string community, CancellationToken cancellationToken)
    {
        var text = id.ToString();
        var row = await context.Twins.FindAsync([text], cancellationToken);
        var relations = row is null ? [] : await context.Relations.Where(r => r.Source == text).ToListAsync(cancellationToken);
        return new TwinEdit(row ?? TwinRows.New(id, community), relations, row is null);
    }

    internal async Task<LoggedTwin> SaveAsync(RegistryContext context, long nowMs, long version, CancellationToken cancellationToken)
    {
        // A device or community existed before anything was said of it: its first change is the second revision.
        Row.Revision = _isNew && Row.NameZh is null ? FirstRevision + 1 : Row.Revision + 1;
        (Row.UpdatedAtMs, Row.Version) = (nowMs, version);
        if (_isNew)
            context.Add(Row);
        var wanted = RowsOf(Relations);
        context.RemoveRange(_rows.Where(known => !wanted.Any(r => (r.Kind, r.Target) == (known.Kind, known.Target))));
        context.AddRange(wanted.Where(r => !_rows.Exists(known => (r.Kind, r.Target) == (known.Kind, known.Target))));
        await context.SaveChangesAsync(cancellationToken);
        return Logged;
    }

    private List<RelationRow> RowsOf(IEnumerable<LoggedRelation> relations) =>
        [.. relations.Select(r => new RelationRow { Source = Row.Id, Kind = r.Kind, Target = r.Target })];
}
