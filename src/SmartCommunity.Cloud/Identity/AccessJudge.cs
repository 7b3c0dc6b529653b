using Microsoft.AspNetCore.Authorization;
using SmartCommunity.Cloud.Api;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace SmartCommunity.Cloud.Identity;

/// <summary>What a policy asks: one of its roles, and the thing's place in the caller's area.</summary>
internal sealed record AccessRequirement(string Policy) : IAuthorizationRequirement;

/// <summary>What nobody meets, but for an address where nothing is: there is nothing to protect, and the answer is 404.</summary>
internal sealed record DeniedRequirement : IAuthorizationRequirement;

/// <summary>Decides by role, then by area. The roles come from claims; an area is looked up only for callers of a part of the district.</summary>
internal sealed class AccessJudge(AreaFinder areas) : IAuthorizationHandler
{
    /// <summary>The framework maps it beside static files, without conventions.</summary>
    internal const string FileFallback = "{**path:file}";

    private const string CommunityName = "community", StreetName = "street";

    public async Task HandleAsync(AuthorizationHandlerContext context)
    {
        foreach (var requirement in context.PendingRequirements.ToArray())
        {
            var refusal = requirement switch
            {
                AccessRequirement asked => await RefusalAsync(context, asked.Policy),
                DeniedRequirement when context.Resource is HttpContext http && IsNothing(http.GetEndpoint()) => null,
                DeniedRequirement => "This address has no policy; nobody may call it.",
                _ => "",
            };
            if (refusal is null)
                context.Succeed(requirement);
            else if (refusal.Length > 0)
                context.Fail(new AuthorizationFailureReason(this, refusal));
        }
    }

    private async ValueTask<string?> RefusalAsync(AuthorizationHandlerContext context, string policy)
    {
        if (Policies.All[policy] is not { } roles)
            return null;
        var caller = Caller.Of(context.User);
        if (!caller.May(policy))
            return $"It takes one of the roles {string.Join(", ", roles)}; yours: {(caller.Roles.Count == 0 ? "none" : string.Join(", ", caller.Roles))}.";
        return caller.Area.IsDistrict ? null : context.Resource switch
        {
            HttpContext http => await OutsideAsync(caller.Area, http),
            RouteData page => await OutsideAsync(
                caller.Area, (InAreaAttribute?)Attribute.GetCustomAttribute(page.PageType, typeof(InAreaAttribute)), name => page.RouteValues.GetValueOrDefault(name)?.ToString() ?? "", CancellationToken.None),
            _ => Outside(caller.Area),
        };
    }

    private ValueTask<string?> OutsideAsync(Area own, HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        var found = endpoint?.Metadata.GetMetadata<InAreaAttribute>();
        return found?.Source == AreaOf.List
            ? ValueTask.FromResult(OutsideList(own, http.Request.Query, name => endpoint!.Metadata.GetOrderedMetadata<QueryParameter>().Any(p => p.Name == name)))
            : OutsideAsync(own, found, name => http.GetRouteValue(name)?.ToString() ?? http.Request.Query[name].ToString(), http.RequestAborted);
    }

    private async ValueTask<string?> OutsideAsync(Area own, InAreaAttribute? found, Func<string, string> valueOf, CancellationToken cancellationToken)
    {
        if (found?.Source is AreaOf.Own or AreaOf.List)
            return null;
        if (found is null or { Source: AreaOf.District })
            return Outside(own);
        // Several: every one of them.
        foreach (var id in valueOf(found.Parameter).Split(',', StringSplitOptions.TrimEntries))
        {
            if (await areas.FindAsync(found.Source, id, cancellationToken) is not { } area || !areas.Covers(own, area))
                return Outside(own);
        }

        return null;
    }

    private string? OutsideList(Area own, IQueryCollection query, Func<string, bool> takes)
    {
        var (community, street) = (query[CommunityName].ToString(), query[StreetName].ToString());
        if (community.Length > 0)
            return areas.Sees(own, community) ? null : Outside(own);
        if (street.Length > 0)
            return areas.Covers(own, Area.OfStreet(street)) ? null : Outside(own);
        return takes(own.Community.Length > 0 ? CommunityName : StreetName) ? null
            : takes(CommunityName) ? $"Name a community of your area {own}: this list is of one or of all."
            : Outside(own);
    }

    /// <summary>A list of which nobody said what part is wanted: that of the caller.</summary>
    internal static ValueTask<object?> KeepToAreaAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var own = Caller.Of(context.HttpContext.User).Area;
        if (!own.IsDistrict && request.Query[CommunityName].Count == 0 && request.Query[StreetName].Count == 0)
            request.QueryString = own.Community.Length > 0 ? request.QueryString.Add(CommunityName, own.Community) : request.QueryString.Add(StreetName, own.Street);
        return next(context);
    }

    // No endpoint of ours: none at all, one the framework answers 405 and 415 by, or the one that looks for files of the program newer than its build, and finds none in a published one.
    private static bool IsNothing(Endpoint? endpoint) => endpoint is not RouteEndpoint route || route.RoutePattern.RawText == FileFallback;

    private static string Outside(Area own) => $"It lies outside your area {own}.";
}
