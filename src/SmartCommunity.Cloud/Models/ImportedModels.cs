using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Models;

/// <summary>
/// Device classes that people bring along as DTDL. An import is written whole or not at all, and counts when it is answered: the registry holds it, and the catalogue of this
/// process too. A class that a device has, or had, is never changed and never removed (decision 0016). Thread-safe.
/// </summary>
public sealed class ImportedModels(RegistryStore store, TimeProvider time)
{
    /// <summary>Most imported classes. The programme has 32 classes built in; a list this long is still one to look through, and one that every catalogue holds in memory.</summary>
    public const int MaxModels = 200;

    /// <summary>Largest document, in bytes.</summary>
    public const int MaxDocumentBytes = ModelDocument.MaxBytes;

    private const string Added = "added";
    private const string Replaced = "replaced";
    private const string Unchanged = "unchanged";
    private const string Removed = "removed";

    /// <summary>
    /// Imports one interface, an array of them, or a document as <see cref="ExportAsync"/> gives it. With any fault nothing is written; a dry run never writes. What is the same as
    /// before changes nothing.
    /// </summary>
    /// <param name="document">JSON, at most <see cref="MaxDocumentBytes"/>.</param>
    /// <param name="otherwise">What holds for interfaces the document says nothing of.</param>
    /// <param name="dryRun">Only say what it would do.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="cancellationToken">Ends the wait; an import that has begun to commit is carried through.</param>
    public async Task<Outcome<ModelImportView>> ImportAsync(ReadOnlyMemory<byte> document, ModelTraits otherwise, bool dryRun, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(otherwise);
        if (document.Length > ModelDocument.MaxBytes)
            return new Fault(FaultKind.Invalid, "body", $"The document has {document.Length} bytes, more than the limit of {ModelDocument.MaxBytes}.");
        var reading = ModelDocument.Read(document.Span, otherwise, time.GetUtcNow());
        if (!reading.Succeeded)
            return reading.Faults.ToArray();
        var classes = reading.Value!;
        return await store.WriteAsync<Outcome<ModelImportView>>(
            async (context, cancel) =>
            {
                var rows = await context.ImportedModels.ToDictionaryAsync(m => m.Code, StringComparer.Ordinal, cancel);
                var outcomes = new List<string>();
                var faults = new List<Fault>();
                foreach (var one in classes)
                    outcomes.Add(await MeetAsync(context, rows, one, dryRun ? null : actor, faults, cancel));
                if (rows.Count > MaxModels)
                    faults.Add(new Fault(FaultKind.Conflict, "body", $"{rows.Count} imported models would be more than the limit of {MaxModels}; remove some first."));
                if (faults.Count > 0)
                    return faults.ToArray();
                if (!dryRun)
                    await context.SaveChangesAsync(cancel);
                return new ModelImportView(dryRun, [.. classes.Zip(outcomes, View)]);
            },
            outcome =>
            {
                if (outcome.Succeeded && !dryRun)
                    DeviceClassCatalogue.Admit(classes.Zip(outcome.Value!.Models).Where(static pair => pair.Second.Outcome != Unchanged).Select(static pair => pair.First));
            },
            cancellationToken);
    }

    /// <summary>Removes an imported class that no device has or had, with the limits and field mappings that were set for it.</summary>
    public async Task<Outcome<ImportedModelView>> RemoveAsync(string modelId, string actor, CancellationToken cancellationToken) =>
        await store.WriteAsync<Outcome<ImportedModelView>>(
            async (context, cancel) =>
            {
                if (await context.ImportedModels.SingleOrDefaultAsync(m => m.ModelId == modelId, cancel) is not { } row)
                {
                    return TwinModels.Find(modelId) is null
                        ? new Fault(FaultKind.NotFound, "dtmi", $"There is no model '{modelId}'.")
                        : new Fault(FaultKind.Conflict, "dtmi", $"'{modelId}' is part of the product; only imported models can be removed.");
                }

                if (await UsersAsync(context, row.Code, cancel) is { } users)
                    return new Fault(FaultKind.Conflict, "dtmi", $"Class '{row.Code}' of '{modelId}' has {users}; it cannot be removed.");
                var view = ModelRows.Read(row) is { } known ? View(known, Removed) : null;
                context.Remove(row);
                await context.ClassQuotas.Where(q => q.Class == row.Code).ExecuteDeleteAsync(cancel);
                await context.FieldMappings.Where(m => m.Class == row.Code).ExecuteDeleteAsync(cancel);
                AuditTrail.Add(context, time.GetUtcNow().ToUnixTimeMilliseconds(), actor, "model.remove", row.Code, $"The model {modelId} was removed.");
                await context.SaveChangesAsync(cancel);
                return view ?? new ImportedModelView(modelId, row.Code, row.Code, row.Code, row.Domain, row.ReportIntervalSeconds, Removed, [], [], []);
            },
            static outcome =>
            {
                if (outcome.Succeeded)
                    DeviceClassCatalogue.Withdraw(outcome.Value!.Class);
            },
            cancellationToken);

    /// <summary>All imported models as one document that <see cref="ImportAsync"/> takes.</summary>
    public async Task<ModelExport> ExportAsync(CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var rows = await context.ImportedModels.AsNoTracking().OrderBy(m => m.Code).ToListAsync(cancellationToken);
        return new ModelExport(
            [.. rows.Select(m => System.Text.Json.JsonElement.Parse(m.InterfaceJson))],
            [.. rows.Select(m => new ModelTraits(m.ModelId, m.Code, m.Domain, m.ReportIntervalSeconds))]);
    }

    /// <summary>How many devices each class has that are not retired; classes without any are left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> DevicesByClassAsync(CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await context.Devices.Where(d => d.RetiredAtMs == null).GroupBy(d => d.Class).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancellationToken);
    }

    // Puts one class among those there are; whoever only tries has no actor, and leaves the context as it was.
    private static async Task<string> MeetAsync(
        RegistryContext context, Dictionary<string, ImportedModelRow> rows, ImportedClass one, string? actor, List<Fault> faults, CancellationToken cancellationToken)
    {
        var (code, id) = (one.Class.Code, one.Class.ModelId);
        var isKnown = rows.TryGetValue(code, out var row);
        if (FaultOf(rows, one, row) is { } fault)
        {
            faults.Add(fault);
            return Unchanged;
        }

        if (isKnown && ModelRows.IsSame(row!, one))
            return Unchanged;
        if (isKnown && await UsersAsync(context, code, cancellationToken) is { } users)
        {
            faults.Add(new Fault(
                FaultKind.Conflict, $"{id} @id", $"Class '{code}' has {users}, so {id} stays as it is; give the changed interface the identifier {ImportedClassReader.NextVersionOf(id)}."));
            return Unchanged;
        }

        rows[code] = isKnown ? row! : ModelRows.RowOf(one);
        if (actor is null)
            return isKnown ? Replaced : Added;
        if (isKnown)
            ModelRows.Write(row!, one);
        else
            context.Add(rows[code]);
        AuditTrail.Add(context, one.ImportedAt.ToUnixTimeMilliseconds(), actor, "model.import", code, $"The model {id} was {(isKnown ? Replaced : Added)}.");
        return isKnown ? Replaced : Added;
    }

    private static Fault? FaultOf(Dictionary<string, ImportedModelRow> rows, ImportedClass one, ImportedModelRow? sameCode)
    {
        var (code, id) = (one.Class.Code, one.Class.ModelId);
        if (TwinModels.FindShipped(id) is not null)
            return new Fault(FaultKind.Conflict, $"{id} @id", "is a model of the product, which an import cannot overwrite; give the interface another identifier.");
        if (DeviceClassCatalogue.Default.Find(code) is not null)
            return new Fault(FaultKind.Conflict, $"{id} code", $"'{code}' is a class of the product, which an import cannot overwrite; give another code.");
        if (sameCode is not null && sameCode.ModelId != id)
            return new Fault(FaultKind.Conflict, $"{id} code", $"'{code}' is the class of {sameCode.ModelId}; give another code.");
        return rows.Values.FirstOrDefault(r => r.ModelId == id && r.Code != code) is { } other
            ? new Fault(FaultKind.Conflict, $"{id} code", $"'{id}' is imported as class '{other.Code}'; its code stays.")
            : null;
    }

    // Retired devices count: the log speaks of them for ever, and it is re-derived with the class they had.
    private static async Task<string?> UsersAsync(RegistryContext context, string code, CancellationToken cancellationToken)
    {
        var devices = await context.Devices.CountAsync(d => d.Class == code, cancellationToken);
        var claims = await context.Claims.CountAsync(c => c.Class == code && c.ClaimedAtMs == null && c.RevokedAtMs == null, cancellationToken);
        return devices + claims == 0 ? null : $"{devices} devices (retired ones included) and {claims} open claims";
    }

    private static ImportedModelView View(ImportedClass one, string outcome) => new(
        one.Class.ModelId, one.Class.Code, one.Class.Zh, one.Class.En, one.Class.Domain, one.Traits.ReportIntervalSeconds, outcome,
        [.. one.Class.Quantities.Select(static q => q.Name)], one.Class.Events, one.Class.Commands);
}
