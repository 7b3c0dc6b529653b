using Microsoft.AspNetCore.Mvc;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Models;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Api;

/// <summary>One class as the catalogue lists it.</summary>
internal sealed record ClassView(
    string Code, string ModelId, string Domain, string Zh, string En, int ReportIntervalSeconds, IReadOnlyList<string> Quantities, IReadOnlyList<string> Events,
    IReadOnlyList<string> Commands, string Origin, DateTimeOffset? ImportedAt, int Devices);

/// <summary>One quantity as the catalogue lists it.</summary>
internal sealed record QuantityView(
    string Name, string Kind, string Unit, double Min, double Max, bool IsRegister, int Decimals, string Zh, string En, IReadOnlyDictionary<string, int> Codes);

/// <summary>The catalogue: quantities, and device classes, built-in and imported.</summary>
internal static class CatalogueEndpoints
{
    private const string Tag = "Catalogue";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/catalogue/quantities", (HttpRequest request) => ApiEndpoints.Page(new QueryReader(request.Query), [.. QuantityCatalogue.Default.All.Select(View)])).Allow(Policies.Overview, AreaOf.Own)
            .Produces<Page<QuantityView>>().Describe(Tag, "listQuantities", "Quantities with unit (UCUM) and physical limits.", QueryParameter.Paging);
        api.MapGet("/catalogue/classes", ListClassesAsync).Allow(Policies.Overview, AreaOf.Own).Produces<Page<ClassView>>().Describe(
            Tag, "listClasses", "Device classes, shipped and imported, with their quantities, events and commands, and how many devices have them.", QueryParameter.Paging);
        api.MapGet("/catalogue/classes/{code}", Interface).Allow(Policies.Overview, AreaOf.Own)
            .Produces(StatusCodes.Status200OK, contentType: "application/json").Describe(Tag, "getClass", "The DTDL v3 interface of a device class.");
    }

    private static async Task<IResult> ListClassesAsync(HttpRequest request, [FromServices] ImportedModels models, CancellationToken cancellationToken)
    {
        var devices = await models.DevicesByClassAsync(cancellationToken);
        var catalogue = DeviceClassCatalogue.Current;
        return ApiEndpoints.Page(new QueryReader(request.Query), [.. catalogue.All.Select(c => View(c, catalogue.FindImported(c.Code), devices.GetValueOrDefault(c.Code)))]);
    }

    private static IResult Interface(string code) => DeviceClassCatalogue.Current.Find(code) is null
        ? Problems.NotFound("code", $"Class '{code}' is not in the device catalogue.")
        : TypedResults.Text(DeviceClassCatalogue.Current.InterfaceOf(code), "application/json", System.Text.Encoding.UTF8);

    private static QuantityView View(Quantity q) => new(
        q.Name, char.ToLowerInvariant(q.Kind.ToString()[0]) + q.Kind.ToString()[1..], q.Unit, q.Min, q.Max, q.IsRegister, q.Decimals, q.Zh, q.En, q.Codes);

    private static ClassView View(DeviceClass c, ImportedClass? imported, int devices) => new(
        c.Code, c.ModelId, c.Domain, c.Zh, c.En, (int)c.ReportInterval.TotalSeconds, [.. c.Quantities.Select(q => q.Name)], c.Events, c.Commands,
        TwinModels.OriginOf(imported), imported?.ImportedAt, devices);
}
