using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Queries;

namespace SmartCommunity.Cloud.Api;

/// <summary>Puts the API and the services behind it into a host.</summary>
public static class ApiServices
{
    /// <summary>
    /// Registers commands, quarantine, queries, problem details and the OpenAPI document. The host adds the registry (<c>AddRegistry</c>), an
    /// <see cref="Storage.Series.ISeriesStore"/>, a <see cref="StoreMeasurements"/>, <see cref="TwinQueries"/> and the gateways' states.
    /// </summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.TryAddSingleton<CommandDesk>();
        services.AddHostedService<CommandExpiry>();
        services.AddSingleton<QuarantineDesk>();
        services.AddSingleton<DeviceAdoption>();
        services.AddSingleton<MappingBench>();
        services.AddSingleton<SeriesQueries>();
        services.AddSingleton<Facts.StepDesk>();
        services.AddTwins();
        services.AddProblemDetails();
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "SmartCommunity";
                document.Info.Description = "Places, devices, history, commands, quarantine, and facts and evidence of the district. Times are ISO 8601; ranges are half-open.";
                return Task.CompletedTask;
            });
            options.AddOperationTransformer<QueryParameterTransformer>();
        });
        return services;
    }

    private static void AddTwins(this IServiceCollection services)
    {
        services.TryAddSingleton<TwinIndex>();
        services.TryAddSingleton<Twins.HeldOnce>();
        services.AddSingleton<TwinDesk>();
        services.AddSingleton<PastStates>();
        services.AddSingleton<TwinQuestions>();
        services.AddSingleton<PlaceList>();
        services.AddSingleton<PlaceImport>();
        services.AddSingleton<CommunityMap>();
        services.AddSingleton<DeviceSearch>();
        services.AddSingleton<NgsiLd.EntityDesk>();
        services.AddSingleton<Fhir.ObservationDesk>();
    }

    /// <summary>Makes answers without a body (no such path, wrong method, a fault of the program) problem details. Call it before the endpoints.</summary>
    public static IApplicationBuilder UseApiProblems(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(ApiEndpoints.Prefix),
        branch =>
        {
            branch.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
            branch.UseStatusCodePages();
        });

    private static int StatusOf(Exception exception) => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
}
