namespace SmartCommunity.Cloud.Identity;

/// <summary>What endpoints say of who may call them.</summary>
public static class AccessConventions
{
    /// <summary>A policy, and where the thing lies that the endpoint is about.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="policy">One of <see cref="Policies"/>.</param>
    /// <param name="source">How it is found where the thing lies.</param>
    /// <param name="parameter">Name of the route value, or of the query's parameter, that says which.</param>
    public static TBuilder Allow<TBuilder>(this TBuilder endpoint, string policy, AreaOf source = AreaOf.District, string parameter = "")
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.RequireAuthorization(policy).WithMetadata(new InAreaAttribute(source, parameter));
        return source == AreaOf.List ? endpoint.AddEndpointFilter(AccessJudge.KeepToAreaAsync) : endpoint;
    }

    /// <summary>Anybody may call it, signed in or not; <paramref name="policy"/> says why: <see cref="Policies.Public"/> or <see cref="Policies.OwnProof"/>.</summary>
    public static TBuilder AllowAnybody<TBuilder>(this TBuilder endpoint, string policy)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AnybodyAttribute(policy));
}
