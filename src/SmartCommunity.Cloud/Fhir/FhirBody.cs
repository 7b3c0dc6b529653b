using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>FHIR resources as JSON, in and out.</summary>
internal static class FhirBody
{
    internal const string ContentType = "application/fhir+json";

    /// <summary>Largest body, bytes: a bundle of a thousand observations and room.</summary>
    internal const int MaxBytes = 2 * 1024 * 1024;

    private static readonly FhirJsonDeserializer Deserializer = new();

    private static readonly FhirJsonSerializer Serializer = new();

    internal static byte[] Write(Resource resource)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Serializer.Serialize(resource, json);
        return memory.ToArray();
    }

    /// <summary>The resource, or every fault of its JSON with the element it is in.</summary>
    internal static (Resource? Resource, IReadOnlyList<FhirIssue> Issues) Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            return Deserializer.TryDeserializeResource(ref reader, out var resource, out var issues)
                ? (resource, [])
                : (null, [.. issues.Select(IssueOf)]);
        }
        catch (JsonException exception)
        {
            return (null, [new FhirIssue(OperationOutcome.IssueType.Structure, "Resource", $"The JSON cannot be read: {exception.Message}")]);
        }
    }

    internal static IResult Answer(Resource resource, int status = StatusCodes.Status200OK) => new FhirResult(Write(resource), status);

    internal static IResult Refuse(int status, params IEnumerable<FhirIssue> issues) => Answer(FhirIssue.Outcome(issues), status);

    /// <summary>The resource of a request, or the answer that says why there is none.</summary>
    internal static async Task<(Resource? Resource, IResult? Problem)> ReadAsync(HttpRequest request)
    {
        var type = request.ContentType?.Split(';')[0].Trim();
        if (type is not (ContentType or "application/json"))
            return (null, Refuse(StatusCodes.Status415UnsupportedMediaType, new FhirIssue(OperationOutcome.IssueType.NotSupported, "Content-Type", $"Content-Type must be {ContentType}.")));
        const int chunk = 16 * 1024;
        using var memory = new MemoryStream();
        var buffer = new byte[chunk];
        while (memory.Length <= MaxBytes && await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var read)
            memory.Write(buffer, 0, read);
        if (memory.Length > MaxBytes)
            return (null, Refuse(StatusCodes.Status413PayloadTooLarge, new FhirIssue(OperationOutcome.IssueType.TooLong, "body", $"The body is larger than the limit of {MaxBytes} bytes.")));
        var (resource, issues) = Read(memory.GetBuffer().AsSpan(0, (int)memory.Length));
        return resource is null ? (null, Refuse(StatusCodes.Status400BadRequest, issues)) : (resource, null);
    }

    private static FhirIssue IssueOf(CodedException exception) => exception is ExtendedCodedException extended
        ? new FhirIssue(OperationOutcome.IssueType.Structure, extended.InstancePath ?? "Resource", extended.BaseErrorMessage ?? extended.Message)
        : new FhirIssue(OperationOutcome.IssueType.Structure, "Resource", exception.Message);

    private sealed class FhirResult(byte[] json, int status) : IResult
    {
        public System.Threading.Tasks.Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = $"{ContentType}; charset=utf-8";
            httpContext.Response.ContentLength = json.Length;
            return httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
        }
    }
}
