using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Facts;

/// <summary>What an import of a table has done so far.</summary>
internal sealed class ImportRun(TableRows table, bool dryRun)
{
    private readonly List<RowError> _errors = [.. table.Errors];
    private int _created;
    private int _changed;
    private int _unchanged;
    private int _blank;

    internal TableImportReport Report => new(
        dryRun, table.Rows.Count + table.Errors.Count, _created, _changed, _unchanged, _blank, [.. _errors.OrderBy(e => e.Line)]);

    /// <summary>Rows to look at: not those in which all of <paramref name="filled"/> are empty, and of several with the same key the first.</summary>
    internal IEnumerable<(int Line, IReadOnlyDictionary<string, string> Cells)> Rows(string key, params IReadOnlyList<string> filled)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (line, cells) in table.Rows)
        {
            if (filled.All(column => cells.GetValueOrDefault(column, "").Length == 0))
                _blank++;
            else if (seen.TryAdd(cells[key], line))
                yield return (line, cells);
            else
                _errors.Add(new RowError(line, key, $"'{FactCheck.Short(cells[key])}' stands in line {seen[cells[key]]} already; the first one counts.", FactCheck.Short(cells[key])));
        }
    }

    /// <summary>Names the faults of a row; false when there are none.</summary>
    internal bool Refuse(int line, IEnumerable<Fault?> faults, IReadOnlyDictionary<string, string> cells)
    {
        // A day that cannot be read is missing as well: one fault a field says it.
        var named = faults.OfType<Fault>().DistinctBy(f => f.Field).ToArray();
        _errors.AddRange(named.Select(f => new RowError(line, f.Field, f.Message, FactCheck.Short(cells.GetValueOrDefault(f.Field, "")))));
        return named.Length > 0;
    }

    internal T? Refuse<T>(int line, IEnumerable<Fault?> faults, IReadOnlyDictionary<string, string> cells)
        where T : class
    {
        Refuse(line, faults, cells);
        return null;
    }

    internal void Count(RowEffect effect)
    {
        switch (effect)
        {
            case RowEffect.Created:
                _created++;
                break;
            case RowEffect.Changed:
                _changed++;
                break;
            default:
                _unchanged++;
                break;
        }
    }
}
