using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// Facts and records as tables (CSV or XLSX): exports and templates, and imports of the same form. An import is one transaction; good rows are taken, bad ones named; importing the same
/// again changes nothing, and what is not in the file stays. Thread-safe.
/// </summary>
public sealed class TableDesk(FactsFeed feed, PackLibrary packs, FactDesk facts, RecordDesk records, EnrolmentIndex enrolments)
{
    /// <summary>The table of a community's facts, one row for each fact the pack asks for; <paramref name="template"/>: without values.</summary>
    public async Task<Outcome<byte[]>> FactsAsync(string community, bool template, bool xlsx, bool chinese, CancellationToken cancellationToken)
    {
        var list = await facts.ListAsync(community, missing: true, cancellationToken);
        if (!list.Succeeded)
            return list.Faults.ToArray();
        var rows = list.Value!.Select(f => (IReadOnlyDictionary<string, string>)new Dictionary<string, string>
        {
            [FactTable.Code] = f.Code, [FactTable.Title] = chinese ? f.TitleZh : f.TitleEn, [FactTable.Unit] = f.Unit,
            [FactTable.Value] = template || f.Value is null ? "" : f.Value.Value.ToString("R", CultureInfo.InvariantCulture),
            [FactTable.AsOf] = template || f.AsOf is null ? "" : RecordFields.Text(f.AsOf.Value), [FactTable.Source] = template ? "" : f.Source,
            [FactTable.Inspected] = !template && f.Inspected ? "true" : "",
        });
        return xlsx ? TableFile.Xlsx("facts", FactTable.FactColumns, rows, chinese) : TableFile.Csv(FactTable.FactColumns, rows, chinese);
    }

    /// <summary>The table of a community's records of a kind; <paramref name="template"/>: without rows.</summary>
    public async Task<Outcome<byte[]>> RecordsAsync(string community, string kind, bool template, bool xlsx, bool chinese, CancellationToken cancellationToken)
    {
        await using var context = feed.Store.CreateDbContext();
        var definition = await KindAsync(context, community, kind, cancellationToken);
        if (!definition.Succeeded)
            return definition.Faults.ToArray();
        var columns = FactTable.RecordColumns(definition.Value!);
        var stored = template ? [] : await context.Records.AsNoTracking().Where(r => r.Community == community && r.Kind == kind && r.RemovedAtMs == null).OrderBy(r => r.Id).ToListAsync(cancellationToken);
        var rows = stored.Select(r => Cells(r, columns));
        return xlsx ? TableFile.Xlsx(kind, columns, rows, chinese) : TableFile.Csv(columns, rows, chinese);
    }

    /// <summary>Imports facts. Rows without value, date and source are left out.</summary>
    public async Task<Outcome<TableImportReport>> ImportFactsAsync(string community, Stream table, string? enteredBy, bool dryRun, CancellationToken cancellationToken)
    {
        if (Refused(community, enteredBy) is { } fault)
            return fault;
        var read = await DeviceFile.ReadAsync<TableRows>(table, typed: true, (lines, errors) => FactTable.Read(FactTable.FactColumns, lines, errors), cancellationToken);
        if (!read.Succeeded)
            return read.Faults.ToArray();
        return await RunAsync(community, dryRun, RunFactsAsync, cancellationToken);

        async Task<Outcome<TableImportReport>> RunFactsAsync(RegistryContext context, FactsChange change, CancellationToken cancel)
        {
            var definitions = await FactDesk.DefinitionsAsync(context, packs, community, cancel);
            if (!definitions.Succeeded)
                return definitions.Faults.ToArray();
            var run = new ImportRun(read.Value!, dryRun);
            var known = await context.Facts.Where(f => f.Community == community).ToDictionaryAsync(f => f.Code, StringComparer.Ordinal, cancel);
            var changed = new List<FactRow>();
            foreach (var (line, cells) in run.Rows(FactTable.Code, FactTable.Value, FactTable.AsOf, FactTable.Source))
            {
                if (FactOf(run, line, cells, definitions.Value!, enteredBy!) is not { } entry)
                    continue;
                var (row, effect) = facts.Enter(context, community, known.GetValueOrDefault(entry.Definition.Code), entry, "imported");
                run.Count(effect);
                if (effect != RowEffect.Unchanged)
                    changed.Add(row);
            }

            if (!dryRun)
                await FactDesk.SaveAsync(context, change, changed, cancel);
            return run.Report;
        }
    }

    /// <summary>Imports records of a kind.</summary>
    public async Task<Outcome<TableImportReport>> ImportRecordsAsync(string community, string kind, Stream table, string? enteredBy, bool dryRun, CancellationToken cancellationToken)
    {
        if (Refused(community, enteredBy) is { } fault)
            return fault;
        await using var reading = feed.Store.CreateDbContext();
        var definition = await KindAsync(reading, community, kind, cancellationToken);
        if (!definition.Succeeded)
            return definition.Faults.ToArray();
        var columns = FactTable.RecordColumns(definition.Value!);
        var read = await DeviceFile.ReadAsync<TableRows>(table, typed: true, (lines, errors) => FactTable.Read(columns, lines, errors), cancellationToken);
        if (!read.Succeeded)
            return read.Faults.ToArray();
        return await RunAsync(community, dryRun, RunRecordsAsync, cancellationToken);

        async Task<Outcome<TableImportReport>> RunRecordsAsync(RegistryContext context, FactsChange change, CancellationToken cancel)
        {
            var run = new ImportRun(read.Value!, dryRun);
            var known = await context.Records.Where(r => r.Community == community && r.Kind == kind).ToDictionaryAsync(r => r.Id, StringComparer.Ordinal, cancel);
            var changed = new List<RecordRow>();
            foreach (var (line, cells) in run.Rows(FactTable.Id, [.. columns.Select(c => c.Code)]))
            {
                if (RecordOf(run, line, cells, definition.Value!, enteredBy!) is not { } entry)
                    continue;
                var (row, effect) = records.Enter(context, community, known.GetValueOrDefault(entry.Id), entry, "imported");
                run.Count(effect);
                if (effect != RowEffect.Unchanged)
                    changed.Add(row);
            }

            if (!dryRun)
                await RecordDesk.SaveAsync(context, change, changed, cancel);
            return run.Report;
        }
    }

    private async Task<Outcome<TableImportReport>> RunAsync(
        string community, bool dryRun, Func<RegistryContext, FactsChange, CancellationToken, Task<Outcome<TableImportReport>>> run, CancellationToken cancellationToken)
    {
        if (!dryRun)
            return await feed.WriteAsync(community, run, cancellationToken);
        await using var context = feed.Store.CreateDbContext();
        return await run(context, new FactsChange(community), cancellationToken);
    }

    private FactEntry? FactOf(ImportRun run, int line, IReadOnlyDictionary<string, string> cells, Definitions definitions, string enteredBy)
    {
        var code = cells[FactTable.Code];
        if (definitions.Fact(code) is not { } definition)
            return run.Refuse<FactEntry>(line, [definitions.Unknown(FactTable.Code, "fact", code, definitions.Facts.Select(f => f.Code))], cells);
        var (value, fault) = FactCheck.Value(cells[FactTable.Value], definition);
        var entry = new FactEntry(definition, value, RecordFields.DayOf(cells[FactTable.AsOf]) ?? default, cells[FactTable.Source], Inspected(cells, out var wrong), enteredBy);
        return run.Refuse(line, [fault, wrong, FactCheck.Unit(cells.GetValueOrDefault(FactTable.Unit), definition), Day(cells), .. facts.Faults(entry, RecordFields.DayOf(cells[FactTable.AsOf]))], cells) ? null : entry;
    }

    private RecordEntry? RecordOf(ImportRun run, int line, IReadOnlyDictionary<string, string> cells, RecordDefinition definition, string enteredBy)
    {
        var fields = cells.Where(c => definition.Fields.Any(f => f.Code == c.Key)).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        var (json, faults) = RecordCheck.Check(definition, fields);
        var entry = new RecordEntry(definition.Code, cells[FactTable.Id], json ?? "", RecordFields.DayOf(cells[FactTable.AsOf]) ?? default, cells[FactTable.Source], Inspected(cells, out var wrong), enteredBy);
        return run.Refuse(line, [.. faults, wrong, Day(cells), .. records.Faults(entry, RecordFields.DayOf(cells[FactTable.AsOf]))], cells) ? null : entry;
    }

    private async Task<Outcome<RecordDefinition>> KindAsync(RegistryContext context, string community, string kind, CancellationToken cancellationToken)
    {
        if (enrolments.StreetOf(community) is null)
            return FactCheck.UnknownCommunity(community);
        var definitions = await FactDesk.DefinitionsAsync(context, packs, community, cancellationToken);
        if (!definitions.Succeeded)
            return definitions.Faults.ToArray();
        return definitions.Value!.Record(kind) is { } definition ? definition : RecordDesk.UnknownKind(definitions.Value!, kind);
    }

    private Fault? Refused(string community, string? enteredBy) =>
        FactCheck.Person("enteredBy", enteredBy) ?? (enrolments.StreetOf(community) is null ? FactCheck.UnknownCommunity(community) : null);

    private static bool Inspected(IReadOnlyDictionary<string, string> cells, out Fault? fault)
    {
        var cell = cells.GetValueOrDefault(FactTable.Inspected, "");
        var truth = FactCheck.YesNoOf(cell);
        fault = truth is null && cell.Length > 0 ? FactCheck.Invalid(FactTable.Inspected, $"inspected '{FactCheck.Short(cell)}' must be true or false.") : null;
        return truth ?? false;
    }

    private static Fault? Day(IReadOnlyDictionary<string, string> cells) => cells[FactTable.AsOf] is { Length: > 0 } cell && RecordFields.DayOf(cell) is null
        ? FactCheck.Invalid(FactTable.AsOf, $"asOf '{FactCheck.Short(cell)}' must be a day, yyyy-MM-dd.")
        : null;

    private static Dictionary<string, string> Cells(RecordRow row, IReadOnlyList<TableColumn> columns)
    {
        var cells = JsonElement.Parse(row.FieldsJson).EnumerateObject().Where(f => columns.Any(c => c.Code == f.Name))
            .ToDictionary(f => f.Name, f => f.Value.ValueKind == JsonValueKind.String ? f.Value.GetString()! : f.Value.GetRawText());
        (cells[FactTable.Id], cells[FactTable.AsOf], cells[FactTable.Source], cells[FactTable.Inspected]) = (row.Id, RecordFields.Text(row.AsOf), row.Source, row.Inspected ? "true" : "");
        return cells;
    }
}
