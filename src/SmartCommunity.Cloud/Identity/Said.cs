using System.Text.Json.Serialization.Metadata;
using SmartCommunity.Cloud.Api;

namespace SmartCommunity.Cloud.Identity;

/// <summary>
/// Who says what comes in. Where somebody signed in with an account, histories name that account, whatever the body or query says; the typed name stands only of the demo operator and of programs, who act for others.
/// </summary>
internal static class Said
{
    /// <summary>Fields of bodies, and parameters of queries, that name the person who does it.</summary>
    internal static IReadOnlySet<string> Fields { get; } = new HashSet<string>(["actor", "enteredBy", "author", "submittedBy", "reviewer", "takenBy"], StringComparer.Ordinal);

    /// <summary>Who did it, for histories that ask nobody for a name: the account, or the address the request came from.</summary>
    internal static string By(HttpRequest request) => Caller.Of(request.HttpContext.User).Actor ?? Address(request);

    /// <summary>Where a request came from.</summary>
    internal static string Address(HttpRequest request) => $"address:{request.HttpContext.Connection.RemoteIpAddress}";

    /// <summary>The person a query names.</summary>
    internal static string? Name(HttpRequest request, QueryReader query, string parameter)
    {
        var typed = query.Text(parameter);
        return Caller.Of(request.HttpContext.User).Actor ?? typed;
    }

    /// <summary>Puts the account's name into a body that was read.</summary>
    internal static void Put(HttpContext context, object body, JsonTypeInfo type)
    {
        if (Caller.Of(context.User).Actor is not { } actor)
            return;
        foreach (var field in type.Properties.Where(static p => Fields.Contains(p.Name)))
            field.Set!(body, actor);
    }
}
