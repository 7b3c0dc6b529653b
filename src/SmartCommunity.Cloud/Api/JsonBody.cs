using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Cloud.Api;

/// <summary>Reads a JSON body strictly: every fault is problem details naming the member, never an exception.</summary>
internal static class JsonBody
{
    /// <summary>Largest body, bytes: a command with its 4 KiB of arguments, a thousand ids, and room.</summary>
    internal const int MaxBytes = 64 * 1024;

    // Members that are missing stay null here and are refused by the rules of their slice, which name the field and its limit.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Optional } },
    };

    /// <summary>The value, or the answer that says why there is none.</summary>
    internal static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(HttpRequest request, int maxBytes = MaxBytes)
        where T : class
    {
        if (!request.HasJsonContentType())
            return (null, Problems.UnsupportedMediaType("application/json"));
        if (request.ContentLength > maxBytes)
            return (null, Problems.TooLarge("body", maxBytes));
        try
        {
            using var body = await ReadLimitedAsync(request, maxBytes);
            if (body.Length > maxBytes)
                return (null, Problems.TooLarge("body", maxBytes));
            var value = JsonSerializer.Deserialize<T>(body, Options);
            if (value is null)
                return (null, Problems.Of(new Fault(FaultKind.Invalid, "body", "The body must be a JSON object, not null.")));
            Said.Put(request.HttpContext, value, Options.GetTypeInfo(typeof(T)));
            return (value, null);
        }
        catch (JsonException exception)
        {
            return (null, Problems.Of(new Fault(FaultKind.Invalid, FieldOf(exception), UnknownMember<T>(exception) ?? $"The JSON cannot be read: {exception.Message}")));
        }
    }

    /// <summary>The serializer names .NET types, which say nothing to a caller: a member of the body that is none is told with those that are; null for any other fault.</summary>
    private static string? UnknownMember<T>(JsonException exception)
    {
        var known = Options.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name).ToArray();
        var field = FieldOf(exception);
        return exception.Message.Contains(typeof(T).FullName!, StringComparison.Ordinal) && !field.Contains('.', StringComparison.Ordinal) && !known.Contains(field, StringComparer.OrdinalIgnoreCase)
            ? $"'{field}' is no field of this body; its fields are {string.Join(", ", known)}."
            : null;
    }

    /// <summary>The body as it is, of one of the media types; or the answer that says why there is none.</summary>
    internal static async Task<(JsonElement Value, IResult? Problem)> ReadElementAsync(HttpRequest request, int maxBytes, params IReadOnlyList<string> mediaTypes)
    {
        if (request.ContentType?.Split(';')[0].Trim() is not { } type || !mediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            return (default, Problems.UnsupportedMediaType(string.Join(" or ", mediaTypes)));
        if (request.ContentLength > maxBytes)
            return (default, Problems.TooLarge("body", maxBytes));
        try
        {
            using var body = await ReadLimitedAsync(request, maxBytes);
            return body.Length > maxBytes
                ? (default, Problems.TooLarge("body", maxBytes))
                : (JsonElement.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), new JsonDocumentOptions { AllowDuplicateProperties = false }), null);
        }
        catch (JsonException exception)
        {
            return (default, Problems.Of(new Fault(FaultKind.Invalid, "body", $"The JSON cannot be read: {exception.Message}")));
        }
    }

    private static async Task<MemoryStream> ReadLimitedAsync(HttpRequest request, int maxBytes)
    {
        const int chunk = 8 * 1024;
        var memory = new MemoryStream();
        var buffer = new byte[chunk];
        while (memory.Length <= maxBytes && await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var read)
            memory.Write(buffer, 0, read);
        memory.Position = 0;
        return memory;
    }

    private static string FieldOf(JsonException exception) => exception.Path is { } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";

    private static void Optional(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            property.IsRequired = false;
    }
}
