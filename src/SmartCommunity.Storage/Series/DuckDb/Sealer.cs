using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

/// <summary>What one sealing did.</summary>
/// <param name="Segments">Segments written from hot rows.</param>
/// <param name="DaysClosed">Closed days that are one complete file now.</param>
/// <param name="RowsExpired">Rows older than the retention, left out or deleted.</param>
public readonly record struct SealReport(int Segments, int DaysClosed, long RowsExpired);

/// <summary>
/// Moves rows from hot tables to Parquet: a flush freezes the hot table and writes a segment for each day in it; a merge makes one file of the
/// segments of a day. Commits wait only for the change of tables and of the manifest, never for the writing. One call at a time.
/// </summary>
internal sealed class Sealer(SeriesDatabase database, Sources sources, SealedFiles files, DuckDbSeriesOptions options, TimeProvider clock, ILogger logger)
    : IDisposable
{
    private readonly Workbench _workbench = new(database, options);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _lastPass; // day number up to which days were closed by the last full pass

    public async Task<SealReport> SealAsync(long nowMs, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var report = await ExpireFilesAsync(nowMs, cancellationToken);
            var openDay = ChinaTime.DayOf(nowMs - (long)options.Lateness.TotalMilliseconds).DayNumber;
            var pass = openDay != _lastPass;
            if (NeedsFlush(openDay, pass))
                report = await FlushAsync(report, nowMs, cancellationToken);
            report = await MergeAsync(report, openDay, pass, cancellationToken);
            _lastPass = openDay;
            await RemoveUnusedAsync(cancellationToken);
            return report;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Late rows of closed days wait for the next day's close, so that a trickle of them does not rewrite a day's file each minute.</summary>
    private bool NeedsFlush(int openDay, bool pass)
    {
        var hot = sources.Current.Hot;
        var openFromMs = ChinaTime.StartMs(DateOnly.FromDayNumber(openDay));
        return hot.Count > 1 || hot[0].Rows >= options.HotRows || (pass && hot[0].Rows > 0 && hot[0].MinAtMs < openFromMs);
    }

    private async Task<SealReport> FlushAsync(SealReport report, long nowMs, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        if (sources.Current.Hot[^1].Rows > 0)
            await RotateAsync(cancellationToken);
        var frozen = sources.Current.Hot.SkipLast(1).ToList();
        var keepFromMs = nowMs - (long)options.Retention.TotalMilliseconds;
        var (days, copies, expired) = await database.ReadAsync(c => CopyOut(c, frozen, keepFromMs, cancellationToken), cancellationToken);
        List<SealedFile> segments;
        try
        {
            segments = await LowPriority.RunAsync(() => WriteSegments(copies, days, keepFromMs, cancellationToken), cancellationToken);
        }
        finally
        {
            copies.ForEach(static c => File.Delete(c.Path));
        }

        await ReplaceAsync(
            w =>
            {
                frozen.ForEach(t => HotRows.Retire(w, t));
                segments.ForEach(s => HotRows.AddFile(w, s));
            },
            set => new SourceSet([.. set.Hot.Except(frozen)], [.. set.Files, .. segments]),
            cancellationToken);
        Log.Flushed(logger, segments.Sum(static s => s.Rows), segments.Count, expired, clock.GetElapsedTime(started).TotalMilliseconds);
        return report with { Segments = segments.Count, RowsExpired = report.RowsExpired + expired };
    }

    /// <summary>New rows go to a new table from here on; a table left frozen by a crash is flushed with the others.</summary>
    private async Task RotateAsync(CancellationToken cancellationToken)
    {
        HotTable? next = null;
        await database.WriteAsync(
            w => next = HotRows.Create(w, sources.Current.Hot[^1].Number + 1),
            cancellationToken,
            published: () =>
            {
                var set = sources.Current;
                sources.Publish(new SourceSet([.. set.Hot, next!], set.Files));
            });
    }

    private (SortedSet<int> Days, List<(HotTable Table, string Path)> Copies, long Expired) CopyOut(
        DuckDBConnection reader, List<HotTable> frozen, long keepFromMs, CancellationToken cancellationToken)
    {
        var expired = 0L;
        var days = new SortedSet<int>();
        foreach (var table in frozen)
        {
            days.UnionWith(reader.Query(
                $"SELECT DISTINCT (measured_at + {ChinaTime.Offset.TotalMilliseconds:F0}) // {ChinaTime.DayMs} FROM {table.Name} WHERE measured_at >= {Sql.Number(keepFromMs)}",
                static r => (int)r.GetInt64(0) + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber,
                cancellationToken));
            expired += reader.Query($"SELECT count(*) FROM {table.Name} WHERE measured_at < {Sql.Number(keepFromMs)}", static r => r.GetInt64(0), cancellationToken)[0];
        }

        return (days, [.. frozen.Select(t => (t, _workbench.CopyOut(reader, t)))], expired);
    }

    private List<SealedFile> WriteSegments(List<(HotTable Table, string Path)> copies, SortedSet<int> days, long keepFromMs, CancellationToken cancellationToken)
    {
        var tables = copies.ConvertAll(static c => c.Table);
        var sql = new SourceSql(tables, [], database.SealedFolder);
        return _workbench.Run(copies, connection =>
        {
            var written = new List<SealedFile>();
            foreach (var day in days)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (fromMs, toMs) = BoundsOf(day);
                written.AddRange(files.WriteVersion(connection, sql, Math.Max(fromMs, keepFromMs), toMs, day, tables[^1].Number, complete: false));
            }

            return written;
        });
    }

    private async Task<SealReport> MergeAsync(SealReport report, int openDay, bool pass, CancellationToken cancellationToken)
    {
        foreach (var day in sources.Current.Files.GroupBy(static f => f.Day).OrderBy(static g => g.Key).Select(static g => g.OrderBy(static f => f.Rank).ToList()))
        {
            var isClosed = day[0].Day < openDay;
            var isComplete = day.Exists(static f => f.Complete);
            var versions = day.DistinctBy(static f => f.Rank).Count();
            var isDue = versions >= options.SegmentsPerDay || (isClosed && (!isComplete || (pass && versions > 1)));
            if (!isDue)
                continue;
            await MergeDayAsync(day, isClosed, cancellationToken);
            if (isClosed)
                report = report with { DaysClosed = report.DaysClosed + 1 };
        }

        return report;
    }

    private async Task MergeDayAsync(List<SealedFile> parts, bool complete, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var (day, rank) = (parts[0].Day, parts[^1].Rank);
        var (fromMs, toMs) = BoundsOf(day);
        var sql = new SourceSql([], parts, database.SealedFolder);
        var merged = await LowPriority.RunAsync(() => _workbench.Run([], c => files.WriteVersion(c, sql, fromMs, toMs, day, rank, complete)), cancellationToken);
        await ReplaceAsync(
            w =>
            {
                parts.ForEach(p => HotRows.RemoveFile(w, p));
                merged.ForEach(m => HotRows.AddFile(w, m));
            },
            set => new SourceSet(set.Hot, [.. set.Files.Except(parts), .. merged]),
            cancellationToken);
        var (rows, bytes) = (merged.Sum(static m => m.Rows), merged.Sum(static m => m.Bytes));
        Log.Merged(logger, DateOnly.FromDayNumber(day), rows, bytes, parts.Count, clock.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task<SealReport> ExpireFilesAsync(long nowMs, CancellationToken cancellationToken)
    {
        var keepFromMs = nowMs - (long)options.Retention.TotalMilliseconds;
        var expired = sources.Current.Files.Where(f => f.MaxAtMs < keepFromMs).ToList();
        if (expired.Count == 0)
            return default;
        await ReplaceAsync(
            w => expired.ForEach(f => HotRows.RemoveFile(w, f)),
            set => new SourceSet(set.Hot, [.. set.Files.Except(expired)]),
            cancellationToken);
        var rows = expired.Sum(static f => f.Rows);
        Log.Expired(logger, rows, expired.Count, options.Retention.TotalDays);
        return new SealReport(0, 0, rows);
    }

    /// <summary>Changes the manifest and what queries see, together as far as a query can tell: those running keep their own set.</summary>
    private Task<bool> ReplaceAsync(Action<DuckDBConnection> write, Func<SourceSet, SourceSet> next, CancellationToken cancellationToken) =>
        database.WriteAsync(
            w =>
            {
                write(w);
                return true;
            },
            cancellationToken,
            published: () => sources.Publish(next(sources.Current)));

    private async Task RemoveUnusedAsync(CancellationToken cancellationToken)
    {
        while (sources.TryTakeUnused(out var source))
        {
            if (source is SealedFile file)
                files.Delete(file);
            else if (source is HotTable table)
                await database.WriteAsync(w => w.Execute($"DROP TABLE IF EXISTS {table.Name}"), cancellationToken);
        }
    }

    private static (long FromMs, long ToMs) BoundsOf(int day)
    {
        var fromMs = ChinaTime.StartMs(DateOnly.FromDayNumber(day));
        return (fromMs, fromMs + ChinaTime.DayMs);
    }
}
