using SmartCommunity.Cloud.Graph;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>Models of twins as DTDL v3.</summary>
internal static class ModelEndpoints
{
    private const string Tag = "Models";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/models", (HttpRequest request) => ApiEndpoints.Page(new QueryReader(request.Query), TwinModels.All))
            .Produces<Page<ModelView>>().Describe(Tag, "listModels", "DTDL models of places and device classes.", QueryParameter.Paging);
        api.MapGet("/models/{dtmi}", Find).Produces(StatusCodes.Status200OK, contentType: "application/json")
            .Describe(Tag, "getModel", "One model as a DTDL v3 interface.");
    }

    private static IResult Find(string dtmi) => TwinModels.Find(dtmi) is { } json
        ? TypedResults.Text(json, "application/json", System.Text.Encoding.UTF8)
        : Problems.NotFound("dtmi", $"There is no model '{dtmi}'; see {ApiEndpoints.Prefix}/models.");
}
