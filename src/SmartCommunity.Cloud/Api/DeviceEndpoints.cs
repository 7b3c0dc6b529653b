using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Devices: list, enrol, import, rotate, retire, and their latest state.</summary>
internal static class DeviceEndpoints
{
    private const string Tag = "Devices";

    private static readonly string[] TableTypes = ["text/csv", ImportTemplate.XlsxType];

    private static readonly (string, bool?)[] Retired = [("false", false), ("true", true), ("all", null)];

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/devices", ListAsync).Allow(Policies.Devices, AreaOf.List).Produces<Page<DeviceView>>().Describe(
            Tag, "listDevices", "Enrolled devices, by id.",
            [
                QueryParameter.Text("community", "Code of a community."),
                QueryParameter.Text("street", "Code of a street: those of its communities."),
                QueryParameter.Text("class", "Code of a device class."),
                QueryParameter.Text("gateway", "Id of a gateway."),
                QueryParameter.Choice("retired", "Retired devices too, or only them; default false.", "false", "true", "all"),
                QueryParameter.Text("search", "Part of the id or name."),
                .. QueryParameter.Paging,
            ]);
        api.MapGet("/devices/{id}", FindAsync).Allow(Policies.Devices, AreaOf.Device, "id").Produces<DeviceView>().Describe(Tag, "getDevice", "One device, retired or not.");
        api.MapPost("/devices", CreateAsync).Allow(Policies.DevicesEdit).Accepts<NewDevice>("application/json").Produces<EnrolledDeviceView>(StatusCodes.Status201Created)
            .Describe(Tag, "createDevice", "Enrols a device; its token is shown this once.");
        api.MapGet("/devices/import-template", Template).Allow(Policies.DevicesEdit, AreaOf.Own).Produces<string>(contentType: "text/csv").Describe(
            Tag, "getImportTemplate", "An empty table to fill in and import.",
            QueryParameter.Choice("format", "Kind of file; default csv.", "csv", "xlsx"),
            QueryParameter.Choice("headings", "Field names or Chinese headings; default fields.", "fields", "zh"));
        api.MapPost("/devices/import", ImportAsync).Allow(Policies.DevicesEdit).Accepts<string>("text/csv", ImportTemplate.XlsxType).Produces<ImportReport>().Describe(
            Tag, "importDevices", "Enrols devices from CSV (UTF-8) or XLSX, at most 10 MiB and 20,000 rows; good rows are taken, bad rows named.",
            new QueryParameter("dryRun", ParameterType.Boolean, "Only say what would happen; default false."));
        api.MapPost("/devices/{id}/token", RotateAsync).Allow(Policies.DevicesEdit, AreaOf.Device, "id").Produces<EnrolledDeviceView>()
            .Describe(Tag, "rotateToken", "Issues a new token; the old one stays good for seven days or until the next rotation.");
        api.MapDelete("/devices/{id}", RetireAsync).Allow(Policies.DevicesEdit, AreaOf.Device, "id").Produces<DeviceView>()
            .Describe(Tag, "retireDevice", "Retires a device for good; its history stays.");
        api.MapGet("/devices/{id}/latest", LatestAsync).Allow(Policies.Devices, AreaOf.Device, "id").Produces<TwinView>().Describe(Tag, "getLatest", "Last known state of a device.");
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] DeviceRegistry devices, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var filter = new DeviceFilter(
            query.Text("community"), query.Text("class"), query.Text("gateway"), query.Choice("retired", Retired, otherwise: false), query.Text("search"), Street: query.Text("street"));
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults ? Problems.Of(faults) : TypedResults.Ok(await devices.ListAsync(filter, page, size, cancellationToken));
    }

    private static async Task<IResult> FindAsync(string id, [FromServices] DeviceRegistry devices, CancellationToken cancellationToken) =>
        await devices.FindAsync(id, cancellationToken) is { } device ? TypedResults.Ok(device) : Unknown(id);

    private static async Task<IResult> CreateAsync(HttpRequest request, [FromServices] DeviceRegistry devices, CancellationToken cancellationToken)
    {
        var (device, problem) = await JsonBody.ReadAsync<NewDevice>(request);
        if (problem is not null)
            return problem;
        var outcome = await devices.CreateAsync(device!, cancellationToken);
        return outcome.Succeeded
            ? TypedResults.Created($"{ApiEndpoints.Prefix}/devices/{outcome.Value!.Device.Id}", outcome.Value)
            : Problems.Of(outcome.Faults);
    }

    private static async Task<IResult> ImportAsync(HttpRequest request, [FromServices] DeviceRegistry devices, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        var dryRun = query.Flag("dryRun");
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (request.ContentType?.Split(';')[0].Trim() is not { } type || !TableTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            return Problems.UnsupportedMediaType(string.Join(" or ", TableTypes));
        if (request.ContentLength > DeviceFile.MaxBytes)
            return Problems.TooLarge("file", DeviceFile.MaxBytes);
        return (await devices.ImportAsync(request.Body, dryRun, cancellationToken)).Answer();
    }

    private static IResult Template(HttpRequest request)
    {
        var query = new QueryReader(request.Query);
        var isXlsx = query.Choice("format", [("csv", false), ("xlsx", true)], otherwise: false);
        var isChinese = query.Choice("headings", [("fields", false), ("zh", true)], otherwise: false);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        return isXlsx
            ? TypedResults.File(ImportTemplate.Xlsx(isChinese), ImportTemplate.XlsxType, "devices.xlsx")
            : TypedResults.File(ImportTemplate.Csv(isChinese), "text/csv; charset=utf-8", "devices.csv");
    }

    private static async Task<IResult> RotateAsync(string id, [FromServices] DeviceRegistry devices, CancellationToken cancellationToken) =>
        (await devices.RotateTokenAsync(id, cancellationToken)).Answer();

    private static async Task<IResult> RetireAsync(string id, [FromServices] DeviceRegistry devices, CancellationToken cancellationToken) =>
        (await devices.RetireAsync(id, cancellationToken)).Answer();

    private static async Task<IResult> LatestAsync(string id, [FromServices] TwinQueries twins, CancellationToken cancellationToken) =>
        await twins.DeviceAsync(id, cancellationToken) is { } device ? TypedResults.Ok(TwinViews.Of(device)) : Unknown(id);

    private static ProblemHttpResult Unknown(string id) => Problems.NotFound("id", $"No device '{id}' is enrolled.");
}
