using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Tests.Cloud.Identity;

/// <summary>Walks every endpoint of a running host with its console: each has a policy, and each keeps to it.</summary>
public sealed partial class EveryEndpointTests
{
    private static readonly string[] _publicPrefixes = ["/public", "/api/v1/public"];

    [Fact]
    public async Task Every_endpoint_says_who_may_call_it_and_where()
    {
        await using var cloud = await AccountsCloud.StartAsync();

        var silent = Endpoints(cloud).Where(static e => PolicyOf(e) is not { } policy || !Policies.All.ContainsKey(policy)).Select(static e => e.DisplayName);
        var wide = Endpoints(cloud).Where(static e => PolicyOf(e) == Policies.Public && !_publicPrefixes.Any(p => $"/{e.RoutePattern.RawText?.TrimStart('/')}".StartsWith(p, StringComparison.Ordinal))).Select(static e => e.DisplayName);
        var open = Endpoints(cloud).Where(static e => IsOpen(e) != Policies.All[PolicyOf(e)!] is null).Select(static e => e.DisplayName);

        Assert.Equal([], silent);
        Assert.Equal([], wide);
        Assert.Equal([], open);
        Assert.True(Endpoints(cloud).Count() > 150, "The walk found the whole host.");
    }

    [Fact]
    public async Task Every_endpoint_refuses_nobody_a_wrong_role_and_a_wrong_area_and_lets_the_right_one_in()
    {
        await using var cloud = await AccountsCloud.StartAsync();
        var wrong = new List<string>();

        foreach (var endpoint in Endpoints(cloud).Where(static e => !IsOpen(e)))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                wrong.AddRange((await FaultsAsync(cloud, endpoint, new HttpMethod(method))).Select(fault => $"{method} {endpoint.RoutePattern.RawText}: {fault}"));
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(AccountsCloud cloud, RouteEndpoint endpoint, HttpMethod method)
    {
        var faults = new List<string>();
        var (policy, area, isPage) = (PolicyOf(endpoint)!, endpoint.Metadata.GetMetadata<InAreaAttribute>(), endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null);
        var roles = Policies.All[policy]!;
        var (own, path) = (area?.Source ?? AreaOf.District) switch
        {
            AreaOf.List when !TakesCommunity(endpoint) => ($"street:{cloud.OwnStreet}", PathOf(cloud, endpoint, area!)),
            AreaOf.Community or AreaOf.List or AreaOf.Device or AreaOf.Twin => ($"community:{AccountsCloud.Own}", PathOf(cloud, endpoint, area!)),
            AreaOf.Street => ($"street:{cloud.OwnStreet}", PathOf(cloud, endpoint, area!)),
            _ => ("district", PathOf(cloud, endpoint, area)),
        };

        var nobody = await StatusAsync(cloud, method, path, cookie: null);
        if (nobody != (isPage ? StatusCodes.Status302Found : StatusCodes.Status401Unauthorized))
            faults.Add($"nobody got {nobody}");
        if (Roles.All.Except(roles).FirstOrDefault() is { } foreign && await StatusAsync(cloud, method, path, await cloud.CookieAsync(foreign, "district")) is var byRole and not 403)
            faults.Add($"the role {foreign} got {byRole}");
        if (roles[0] != Roles.Administrator && area?.Source != AreaOf.Own && await StatusAsync(cloud, method, path, await cloud.CookieAsync(roles[0], $"community:{cloud.Other}")) is var byArea and not 403)
            faults.Add($"another area got {byArea}");
        var right = await StatusAsync(cloud, method, path, await cloud.CookieAsync(roles.First(r => own == "district" || r != Roles.Administrator), own));
        if (right is 401 or 403)
            faults.Add($"the right one got {right}");
        return faults;
    }

    private static async Task<int> StatusAsync(AccountsCloud cloud, HttpMethod method, string path, string? cookie) => (await cloud.SendAsync(method, path, cookie)).Status;

    /// <summary>An address of the endpoint that is about the own community, its street, or its device.</summary>
    private static string PathOf(AccountsCloud cloud, RouteEndpoint endpoint, InAreaAttribute? area)
    {
        var path = "/" + RouteValue().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), match => match.Groups["name"].Value == area?.Parameter ? IdOf(cloud, area.Source) : match.Groups["name"].Value switch
        {
            "year" => "2026",
            _ when match.Value.Contains(":long", StringComparison.Ordinal) => "1",
            "end" => "1",
            _ => "nothing",
        });
        if (area is not null && area.Parameter.Length > 0 && !endpoint.RoutePattern.Parameters.Any(p => p.Name == area.Parameter))
            return $"{path}?{area.Parameter}={IdOf(cloud, area.Source)}";
        return area?.Source != AreaOf.List ? path
            : TakesCommunity(endpoint) ? $"{path}?community={AccountsCloud.Own}"
            : $"{path}?street={cloud.OwnStreet}";
    }

    private static bool TakesCommunity(RouteEndpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<QueryParameter>().Any(static p => p.Name == "community");

    private static string IdOf(AccountsCloud cloud, AreaOf source) => source switch
    {
        AreaOf.Community => AccountsCloud.Own,
        AreaOf.Street => cloud.OwnStreet,
        AreaOf.Device => AccountsCloud.OwnDevice,
        AreaOf.Twin => $"device:{AccountsCloud.OwnDevice}",
        _ => "nothing",
    };

    private static IEnumerable<RouteEndpoint> Endpoints(AccountsCloud cloud) => cloud.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(static e => e.RoutePattern.RawText != AccessJudge.FileFallback);

    private static string? PolicyOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<AnybodyAttribute>()?.Policy ?? endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy;

    private static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    [GeneratedRegex(@"\{\**(?<name>[A-Za-z0-9]+)[^}]*\}")]
    private static partial Regex RouteValue();
}
