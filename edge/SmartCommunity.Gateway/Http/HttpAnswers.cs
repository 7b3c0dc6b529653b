using System.Globalization;
using Microsoft.AspNetCore.Http;
using SmartCommunity.Gateway.Decode;

namespace SmartCommunity.Gateway.Http;

/// <summary>What a device is told when its payload is on disk.</summary>
/// <param name="Messages">Messages with at least one accepted value.</param>
/// <param name="Values">Accepted values.</param>
/// <param name="Events">Accepted events.</param>
/// <param name="Statuses">Accepted statuses.</param>
/// <param name="Quarantined">What was wrong with the rest, which is kept in quarantine; null: nothing.</param>
internal sealed record IngestAnswer(int Messages, int Values, int Events, int Statuses, IngestFault? Quarantined);

/// <summary>Why a payload is in quarantine.</summary>
internal sealed record IngestFault(string Reason, string Detail);

/// <summary>The answers of the ingest. Pure.</summary>
internal static class HttpAnswers
{
    internal static IResult Stored(OutboxSink sink)
    {
        var (messages, values, events, statuses) = sink.Taken;
        return Results.Json(new IngestAnswer(messages, values, events, statuses, sink.Reason is { } reason ? new IngestFault(reason, sink.Detail) : null));
    }

    internal static IResult NotFound(string path) => Problem(
        StatusCodes.Status404NotFound, "There is no such path.", $"'{path}' is none of /ingest/v1/telemetry, /event, /status, /topic/TOPIC and /api/v1/TOKEN/telemetry, /attributes.");

    internal static IResult NotItsPath(string path, string dialect) => Problem(
        StatusCodes.Status404NotFound, "The path is not one of the device's.", $"A device of dialect {dialect} sends nothing to '{path}'.");

    internal static IResult NotPost(HttpContext context)
    {
        context.Response.Headers.Allow = HttpMethods.Post;
        return Problem(StatusCodes.Status405MethodNotAllowed, "Only POST is answered here.", $"{context.Request.Method} is not.");
    }

    internal static IResult Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer, Basic realm=\"devices\"";
        return Problem(StatusCodes.Status401Unauthorized, "The token is missing or wrong.", "Send Authorization: Bearer TOKEN or Basic DEVICE:TOKEN with the device's own token.");
    }

    internal static IResult TooLarge(HttpContext context, int limit)
    {
        context.Response.Headers.Connection = "close"; // What is left of the body is not read: nothing can follow it.
        return Problem(StatusCodes.Status413PayloadTooLarge, "The body is too large.", string.Create(CultureInfo.InvariantCulture, $"The limit is {limit} bytes."));
    }

    internal static IResult TooSlow(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return Problem(StatusCodes.Status408RequestTimeout, "The body came too slowly or not at all.", "Send it whole.");
    }

    internal static IResult TooMany(HttpContext context, TimeSpan wait)
    {
        RetryAfter(context, wait);
        return Problem(StatusCodes.Status429TooManyRequests, "The device sends more than it may.", "Come back after Retry-After seconds; nothing of this request was stored.");
    }

    internal static IResult Refused(HttpContext context, TimeSpan wait)
    {
        RetryAfter(context, wait);
        return Problem(StatusCodes.Status503ServiceUnavailable, "The gateway cannot store the payload now.", "Send it again after Retry-After seconds.");
    }

    private static void RetryAfter(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static IResult Problem(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);
}
