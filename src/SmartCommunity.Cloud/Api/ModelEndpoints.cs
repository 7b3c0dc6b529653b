using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Models;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Api;

/// <summary>Models of twins as DTDL v3: given out, and, for device classes, taken in.</summary>
internal static class ModelEndpoints
{
    private const string Tag = "Models";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/models", (HttpRequest request) => ApiEndpoints.Page(new QueryReader(request.Query), TwinModels.All)).Allow(Policies.Overview, AreaOf.Own)
            .Produces<Page<ModelView>>().Describe(Tag, "listModels", "DTDL models of places and device classes, shipped and imported.", QueryParameter.Paging);
        api.MapPost("/models", ImportAsync).Allow(Policies.DevicesEdit).Accepts<object>("application/json").Produces<ModelImportView>().Describe(
            Tag, "importModels",
            "Imports device classes: one DTDL v3 interface, an array of them, or {\"interfaces\":[…],\"traits\":[{\"model\",\"code\",\"domain\",\"reportIntervalSeconds\"}]} "
            + "(at most 1 MiB, 64 KiB an interface). Written whole or not at all. The query holds for interfaces without traits. A shipped model is never overwritten, and a model whose class has devices is never changed: it needs a new version (;2).",
            QueryParameter.Choice("domain", "Domain of the classes, which DTDL has no word for.", DeviceDomain.All),
            new QueryParameter("reportIntervalSeconds", ParameterType.Integer, $"How often a device reports when nothing happens, 1 to {DeviceClassTraits.MaxReportIntervalSeconds} seconds; its liveness is derived from this."),
            QueryParameter.Text("code", "Class code of the one interface; without it, the last segment of its identifier, from version 2 on with V and the version behind it."),
            new QueryParameter("dryRun", ParameterType.Boolean, "true: only say what it would do; default false."));
        api.MapGet("/models/imported", ExportAsync).Allow(Policies.Overview, AreaOf.Own).Produces<ModelExport>()
            .Describe(Tag, "exportImportedModels", "All imported models as one document; importing it gives the same classes.");
        api.MapGet("/models/{dtmi}", Find).Allow(Policies.Overview, AreaOf.Own).Produces(StatusCodes.Status200OK, contentType: "application/json")
            .Describe(Tag, "getModel", "One model as a DTDL v3 interface; an imported one as it was given.");
        api.MapDelete("/models/{dtmi}", RemoveAsync).Allow(Policies.DevicesEdit).Produces<ImportedModelView>()
            .Describe(Tag, "deleteModel", "Removes an imported model; refused when a device has or had its class, or a claim is open for it.");
    }

    private static IResult Find(string dtmi) => TwinModels.Find(dtmi) is { } json
        ? TypedResults.Text(json, "application/json", System.Text.Encoding.UTF8)
        : Problems.NotFound("dtmi", $"There is no model '{dtmi}'; see {ApiEndpoints.Prefix}/models.");

    private static async Task<IResult> ImportAsync(HttpRequest request, [FromServices] ImportedModels models, CancellationToken cancellationToken)
    {
        const int NotGiven = 0;
        var query = new QueryReader(request.Query);
        var (code, domain, dryRun) = (query.Text("code"), query.Text("domain"), query.Flag("dryRun"));
        var interval = query.Integer("reportIntervalSeconds", min: 1, DeviceClassTraits.MaxReportIntervalSeconds, otherwise: NotGiven);
        if (query.Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        if (!request.HasJsonContentType())
            return Problems.UnsupportedMediaType("application/json");
        var body = await LimitedBody.ReadAsync(request.Body, ImportedModels.MaxDocumentBytes, cancellationToken);
        if (body.Length > ImportedModels.MaxDocumentBytes)
            return Problems.TooLarge("body", ImportedModels.MaxDocumentBytes);
        var traits = new ModelTraits(Model: null, code, domain, interval == NotGiven ? null : interval);
        return (await models.ImportAsync(body, traits, dryRun, Said.By(request), cancellationToken)).Answer();
    }

    private static async Task<IResult> ExportAsync([FromServices] ImportedModels models, CancellationToken cancellationToken) =>
        TypedResults.Ok(await models.ExportAsync(cancellationToken));

    private static async Task<IResult> RemoveAsync(string dtmi, HttpRequest request, [FromServices] ImportedModels models, CancellationToken cancellationToken) =>
        (await models.RemoveAsync(dtmi, Said.By(request), cancellationToken)).Answer();
}
