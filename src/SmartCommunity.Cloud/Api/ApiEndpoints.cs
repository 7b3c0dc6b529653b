using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Api;

/// <summary>
/// The REST API under <c>/api/v1</c>, and its OpenAPI document at <c>/openapi/v1.json</c>. Every list pages, every error is problem details naming the field.
/// </summary>
public static class ApiEndpoints
{
    /// <summary>Where the API begins.</summary>
    public const string Prefix = "/api/v1";

    /// <summary>Maps every resource. The services come from <see cref="ApiServices.AddApi"/> and the registry's.</summary>
    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapOpenApi().AllowAnybody(Policies.OwnProof);
        var api = endpoints.MapGroup(Prefix);
        PlaceEndpoints.Map(api);
        DeviceEndpoints.Map(api);
        ProfileEndpoints.Map(api);
        ClaimEndpoints.Map(api);
        CertificateEndpoints.Map(api);
        SuccessionEndpoints.Map(api);
        QuotaEndpoints.Map(api);
        SeriesEndpoints.Map(api);
        CommandEndpoints.Map(api);
        GatewayEndpoints.Map(api);
        QuarantineEndpoints.Map(api);
        BenchEndpoints.Map(api);
        CatalogueEndpoints.Map(api);
        MadePlaceEndpoints.Map(api);
        TwinEndpoints.Map(api);
        ModelEndpoints.Map(api);
        NgsiLd.NgsiLdEndpoints.Map(api);
        Fhir.FhirEndpoints.Map(api);
        Scoring.ScoreEndpoints.Map(api);
        Scoring.PackEndpoints.Map(api);
        Scoring.WhatIf.WhatIfEndpoints.Map(api);
        SimulationEndpoints.Map(api);
        FactEndpoints.Map(api);
        RecordEndpoints.Map(api);
        StandingEndpoints.Map(api);
        FactTableEndpoints.Map(api);
        EvidenceEndpoints.Map(api);
        StepEndpoints.Map(api);
        AlertEndpoints.Map(api);
        AlertSettingEndpoints.Map(api);
        RuleEndpoints.Map(api);
        QualityEndpoints.Map(api);
        ExpectedEndpoints.Map(api);
        SignInEndpoints.Map(api);
        Programme.ProgrammeEndpoints.Map(api);
        Programme.Rhythm.RhythmEndpoints.Map(api);
        Programme.Papers.PaperEndpoints.Map(api);
        Programme.Review.ReviewEndpoints.Map(api);
        Programme.MoneyEndpoints.Map(api);
        Programme.Ground.GroundEndpoints.Map(api);
        Notify.NotificationEndpoints.Map(api);
        Notify.Duty.DutyEndpoints.Map(api);
        Notify.Duty.AckPage.Map(endpoints);
    }

    /// <summary>The usual description of an endpoint: name, summary, tag, query parameters and the problem statuses.</summary>
    internal static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string tag, string name, string summary, params IEnumerable<QueryParameter> parameters)
    {
        endpoint.WithTags(tag).WithName(name).WithSummary(summary).ProducesValidationProblem();
        foreach (var parameter in parameters)
            endpoint.WithMetadata(parameter);
        return endpoint;
    }

    /// <summary>A page of a list that is small enough to be whole in memory.</summary>
    internal static IResult Page<T>(QueryReader query, IReadOnlyList<T> all)
    {
        var (page, size) = query.Page();
        return query.Faults is { Count: > 0 } faults
            ? Problems.Of(faults)
            : TypedResults.Ok(new Page<T>([.. all.Skip((page - 1) * size).Take(size)], all.Count, page, size));
    }

    /// <summary>The value as 200 or the faults, with the revision as the entity tag that If-Match takes.</summary>
    internal static IResult Answer<T>(this Outcome<T> outcome, HttpRequest request, Func<T, long> revision)
    {
        if (outcome.Succeeded)
            request.HttpContext.Response.Headers.ETag = $"\"{revision(outcome.Value!).ToString(System.Globalization.CultureInfo.InvariantCulture)}\"";
        return outcome.Answer();
    }

    /// <summary>The value as 200, or the faults as problem details.</summary>
    internal static IResult Answer<T>(this Outcome<T> outcome) => outcome.Succeeded ? TypedResults.Ok(outcome.Value) : Problems.Of(outcome.Faults);
}
