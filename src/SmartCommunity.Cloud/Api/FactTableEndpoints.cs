using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Facts and records as tables, CSV or XLSX: templates, exports, and imports of the same form.</summary>
internal static class FactTableEndpoints
{
    private static readonly string[] TableTypes = ["text/csv", ImportTemplate.XlsxType];

    internal static void Map(IEndpointRouteBuilder api)
    {
        QueryParameter[] form =
        [
            QueryParameter.Choice("format", "Kind of file; default csv.", "csv", "xlsx"), QueryParameter.Choice("headings", "Column names or Chinese headings; default fields.", "fields", "zh"),
            new("template", ParameterType.Boolean, "Without what was entered; default false."),
        ];
        QueryParameter[] import = [FactEndpoints.EnteredBy, new("dryRun", ParameterType.Boolean, "Only say what would happen; default false.")];
        const string limits = "CSV (UTF-8) or XLSX, at most 10 MiB and 20,000 rows; good rows are taken, bad rows named.";
        api.MapGet("/communities/{code}/tables/facts", FactsAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces<string>(contentType: "text/csv")
            .Describe(FactEndpoints.Tag, "exportFacts", "The facts that the community's pack asks for as a table, filled in as far as they were entered.", form);
        api.MapPost("/communities/{code}/tables/facts", ImportFactsAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Accepts<string>("text/csv", ImportTemplate.XlsxType).Produces<TableImportReport>()
            .Describe(FactEndpoints.Tag, "importFacts", $"Enters or replaces facts from a table: {limits} Rows that nobody filled in are left out.", import);
        api.MapGet("/communities/{code}/tables/records/{kind}", RecordsAsync).Allow(Policies.Facts, AreaOf.Community, "code").Produces<string>(contentType: "text/csv")
            .Describe(FactEndpoints.Tag, "exportRecords", "The records of a kind as a table.", form);
        api.MapPost("/communities/{code}/tables/records/{kind}", ImportRecordsAsync).Allow(Policies.FactsEdit, AreaOf.Community, "code").Accepts<string>("text/csv", ImportTemplate.XlsxType).Produces<TableImportReport>()
            .Describe(FactEndpoints.Tag, "importRecords", $"Enters or replaces records from a table: {limits} Records that are not in it stay.", import);
    }

    private static Task<IResult> FactsAsync(string code, HttpRequest request, [FromServices] TableDesk tables, CancellationToken cancellationToken) =>
        ExportAsync(request, $"{code}-facts", (template, xlsx, chinese) => tables.FactsAsync(code, template, xlsx, chinese, cancellationToken));

    private static Task<IResult> RecordsAsync(string code, string kind, HttpRequest request, [FromServices] TableDesk tables, CancellationToken cancellationToken) =>
        ExportAsync(request, $"{code}-{kind}", (template, xlsx, chinese) => tables.RecordsAsync(code, kind, template, xlsx, chinese, cancellationToken));

    private static Task<IResult> ImportFactsAsync(string code, HttpRequest request, [FromServices] TableDesk tables, CancellationToken cancellationToken) =>
        ImportAsync(request, (enteredBy, dryRun) => tables.ImportFactsAsync(code, request.Body, enteredBy, dryRun, cancellationToken));

    private static Task<IResult> ImportRecordsAsync(string code, string kind, HttpRequest request, [FromServices] TableDesk tables, CancellationToken cancellationToken) =>
        ImportAsync(request, (enteredBy, dryRun) => tables.ImportRecordsAsync(code, kind, request.Body, enteredBy, dryRun, cancellationToken));

    private static async Task<IResult> ExportAsync(HttpRequest request, string name, Func<bool, bool, bool, Task<Outcome<byte[]>>> export)
    {
        var query = new QueryReader(request.Query);
        var isXlsx = query.Choice("format", [("csv", false), ("xlsx", true)], otherwise: false);
        var isChinese = query.Choice("headings", [("fields", false), ("zh", true)], otherwise: false);
        var isTemplate = query.Flag("template");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var table = await export(isTemplate, isXlsx, isChinese);
        if (!table.Succeeded)
            return Problems.Of(table.Faults);
        return isXlsx ? TypedResults.File(table.Value!, ImportTemplate.XlsxType, $"{name}.xlsx") : TypedResults.File(table.Value!, "text/csv; charset=utf-8", $"{name}.csv");
    }

    private static async Task<IResult> ImportAsync(HttpRequest request, Func<string?, bool, Task<Outcome<TableImportReport>>> import)
    {
        var query = new QueryReader(request.Query);
        var (enteredBy, dryRun) = (Said.Name(request, query, "enteredBy"), query.Flag("dryRun"));
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (request.ContentType?.Split(';')[0].Trim() is not { } type || !TableTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            return Problems.UnsupportedMediaType(string.Join(" or ", TableTypes));
        if (request.ContentLength > DeviceFile.MaxBytes)
            return Problems.TooLarge("file", DeviceFile.MaxBytes);
        return (await import(enteredBy, dryRun)).Answer();
    }
}
