using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Api;

/// <summary>Stored history of devices: points, rollups, consumption, events, export.</summary>
internal static class SeriesEndpoints
{
    private const string Tag = "History";

    // Enough for a chart on any screen.
    private const int DefaultPoints = 2_000;

    private static readonly (string, bool)[] Formats = [("csv", false), ("parquet", true)];

    internal static void Map(IEndpointRouteBuilder api)
    {
        var bucket = QueryParameter.Choice("bucket", "Calendar bucket in Asia/Shanghai, weeks from Monday; default day.", Names.Buckets.Select(b => b.Name));
        api.MapGet("/devices/{id}/series/{quantity}", RangeAsync).Allow(Policies.Devices, AreaOf.Device, "id").Produces<SeriesView>().Describe(
            Tag, "getSeries", "Points of a series.",
            [
                .. QueryParameter.Range,
                QueryParameter.Choice("downsampling", "How a long range is made short; default minMax.", Names.Downsamplings.Select(d => d.Name)),
                new QueryParameter("maxPoints", ParameterType.Integer, $"Most points, {SeriesQueries.MinPoints} to {SeriesQueries.MaxPoints}; default {DefaultPoints}."),
            ]);
        api.MapGet("/devices/{id}/series/{quantity}/rollups", RollupsAsync).Allow(Policies.Devices, AreaOf.Device, "id").Produces<RollupView>()
            .Describe(Tag, "getRollups", "Count, minimum, maximum, average and last value by calendar bucket.", [.. QueryParameter.Range, bucket]);
        api.MapGet("/devices/{id}/series/{quantity}/consumption", ConsumptionAsync).Allow(Policies.Devices, AreaOf.Device, "id").Produces<ConsumptionView>()
            .Describe(Tag, "getConsumption", "Consumption of a register by calendar bucket; never negative.", [.. QueryParameter.Range, bucket]);
        api.MapGet("/devices/{id}/events", EventsAsync).Allow(Policies.Devices, AreaOf.Device, "id").Produces<EventPage>()
            .Describe(Tag, "listDeviceEvents", "Events of a device, newest first.", [.. QueryParameter.Range, .. QueryParameter.Paging]);
        api.MapGet("/export", ExportAsync).Allow(Policies.Devices, AreaOf.Device, "devices").Produces(StatusCodes.Status200OK, contentType: "text/csv").Describe(
            Tag, "exportSeries", "Series of devices as a file.",
            [
                QueryParameter.Text("devices", $"Ids separated by commas, 1 to {SeriesQueries.MaxExportDevices}.") with { IsRequired = true },
                QueryParameter.Text("quantities", "Quantity names separated by commas; all when absent."),
                .. QueryParameter.Range,
                QueryParameter.Choice("format", "File format; default csv.", "csv", "parquet"),
            ]);
    }

    private static async Task<IResult> RangeAsync(
        string id, string quantity, HttpRequest request, [FromServices] SeriesQueries series, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (from, to) = query.Range(time);
        var downsampling = query.Choice("downsampling", Names.Downsamplings, otherwise: Downsampling.MinMax);
        var maxPoints = query.Integer("maxPoints", SeriesQueries.MinPoints, SeriesQueries.MaxPoints, otherwise: DefaultPoints);
        return query.Faults is { Count: > 0 } faults
            ? Problems.Of(faults)
            : (await series.RangeAsync(id, quantity, from, to, downsampling, maxPoints, cancellationToken)).Answer();
    }

    private static async Task<IResult> RollupsAsync(
        string id, string quantity, HttpRequest request, [FromServices] SeriesQueries series, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (from, to) = query.Range(time);
        var bucket = query.Choice("bucket", Names.Buckets, otherwise: CalendarBucket.Day);
        return query.Faults is { Count: > 0 } faults
            ? Problems.Of(faults)
            : (await series.RollupAsync(id, quantity, from, to, bucket, cancellationToken)).Answer();
    }

    private static async Task<IResult> ConsumptionAsync(
        string id, string quantity, HttpRequest request, [FromServices] SeriesQueries series, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (from, to) = query.Range(time);
        var bucket = query.Choice("bucket", Names.Buckets, otherwise: CalendarBucket.Day);
        return query.Faults is { Count: > 0 } faults
            ? Problems.Of(faults)
            : (await series.ConsumptionAsync(id, quantity, from, to, bucket, cancellationToken)).Answer();
    }

    private static async Task<IResult> EventsAsync(
        string id, HttpRequest request, [FromServices] SeriesQueries series, [FromServices] EnrolmentIndex index, [FromServices] TimeProvider time,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (from, to) = query.Range(time);
        var (page, size) = query.Page();
        if (index.Find(id) is not { } enrolment)
            return Problems.NotFound("id", $"No device '{id}' is enrolled.");
        return query.Faults is { Count: > 0 } faults
            ? Problems.Of(faults)
            : (await series.EventsAsync(enrolment.Community, id, from, to, page, size, cancellationToken)).Answer();
    }

    private static async Task<IResult> ExportAsync(
        HttpRequest request, [FromServices] SeriesQueries series, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var (from, to) = query.Range(time);
        var devices = query.Names("devices");
        var quantities = query.Names("quantities");
        var parquet = query.Choice("format", Formats, otherwise: false);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        return await SendAsync(request.HttpContext, path => series.ExportAsync(devices, quantities, from, to, parquet, path, cancellationToken), parquet);
    }

    private static async Task<IResult> SendAsync(HttpContext context, Func<string, Task<Outcome<SeriesExport>>> export, bool parquet)
    {
        DirectoryInfo? folder = Directory.CreateTempSubdirectory("smartcommunity-export-");
        try
        {
            var name = parquet ? "measurements.parquet" : "measurements.csv";
            var path = Path.Combine(folder.FullName, name);
            var outcome = await export(path);
            if (!outcome.Succeeded)
                return Problems.Of(outcome.Faults);
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            context.Response.RegisterForDispose(new TemporaryFolder(folder));
            context.Response.RegisterForDispose(file);
            folder = null;
            return TypedResults.Stream(file, parquet ? "application/vnd.apache.parquet" : "text/csv; charset=utf-8", name);
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    // However the download ends, the file is closed first and its folder goes after it.
    private sealed class TemporaryFolder(DirectoryInfo folder) : IDisposable
    {
        public void Dispose() => folder.Delete(recursive: true);
    }
}
