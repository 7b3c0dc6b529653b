using Microsoft.AspNetCore.Http.HttpResults;

namespace SmartCommunity.Cloud.Api;

/// <summary>Faults as problem details (RFC 9457): every answer that is an error has <c>errors</c>, field → messages.</summary>
internal static class Problems
{
    internal const string TypePrefix = "urn:smartcommunity:problem:";

    internal static ProblemHttpResult Of(IReadOnlyCollection<Fault> faults)
    {
        // The most telling kind gives the status: a thing that does not exist makes its fields moot.
        var kind = faults.MaxBy(fault => Rank(fault.Kind))!.Kind;
        return Of(StatusOf(kind), TypeOf(kind), TitleOf(kind), faults);
    }

    internal static ProblemHttpResult Of(Fault fault) => Of([fault]);

    internal static ProblemHttpResult NotFound(string field, string message) => Of(new Fault(FaultKind.NotFound, field, message));

    internal static ProblemHttpResult TooLarge(string field, long limitBytes) => Of(
        StatusCodes.Status413PayloadTooLarge, "tooLarge", "The request body is too large.",
        [new Fault(FaultKind.Invalid, field, $"The body is larger than the limit of {limitBytes} bytes.")]);

    internal static ProblemHttpResult UnsupportedMediaType(string wanted) => Of(
        StatusCodes.Status415UnsupportedMediaType, "mediaType", "The content type is not supported.",
        [new Fault(FaultKind.Invalid, "Content-Type", $"Content-Type must be {wanted}.")]);

    private static ProblemHttpResult Of(int status, string type, string title, IEnumerable<Fault> faults) => TypedResults.Problem(
        new HttpValidationProblemDetails(faults.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.Select(f => f.Message).Distinct().ToArray()))
        {
            Status = status, Type = TypePrefix + type, Title = title,
        });

    private static int Rank(FaultKind kind) => kind switch
    {
        FaultKind.TooMany => 8,
        FaultKind.Forbidden => 7,
        FaultKind.Unauthorized => 6,
        FaultKind.Gone => 5,
        FaultKind.Unavailable => 4,
        FaultKind.NotFound => 3,
        FaultKind.Stale => 2,
        FaultKind.Conflict => 1,
        _ => 0,
    };

    internal static int StatusOf(FaultKind kind) => kind switch
    {
        FaultKind.NotFound => StatusCodes.Status404NotFound,
        FaultKind.Stale => StatusCodes.Status412PreconditionFailed,
        FaultKind.Conflict => StatusCodes.Status409Conflict,
        FaultKind.Unauthorized => StatusCodes.Status401Unauthorized,
        FaultKind.Forbidden => StatusCodes.Status403Forbidden,
        FaultKind.Gone => StatusCodes.Status410Gone,
        FaultKind.TooMany => StatusCodes.Status429TooManyRequests,
        FaultKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string TypeOf(FaultKind kind) => kind switch
    {
        FaultKind.NotFound => "notFound",
        FaultKind.Stale => "stale",
        FaultKind.Conflict => "conflict",
        FaultKind.Unauthorized => "unauthorized",
        FaultKind.Forbidden => "forbidden",
        FaultKind.Gone => "gone",
        FaultKind.TooMany => "tooMany",
        FaultKind.Unavailable => "unavailable",
        _ => "invalid",
    };

    private static string TitleOf(FaultKind kind) => kind switch
    {
        FaultKind.NotFound => "The thing named does not exist.",
        FaultKind.Stale => "The thing was changed meanwhile.",
        FaultKind.Conflict => "The request contradicts what exists.",
        FaultKind.Unauthorized => "The caller has not shown who it is.",
        FaultKind.Forbidden => "The caller may not do this.",
        FaultKind.Gone => "It is used up.",
        FaultKind.TooMany => "Too many failed attempts; try again later.",
        FaultKind.Unavailable => "What is needed to answer is down for the moment; try again.",
        _ => "The request has faults.",
    };
}
