using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Console.Loading;

/// <summary>Who is at this circuit, and what of the district that person sees. Filled by the router before any page; until then it is nobody, who sees nothing.</summary>
public sealed class Visitor(IServiceProvider services)
{
    /// <summary>Who it is.</summary>
    public Caller Caller { get; set; } = Caller.Nobody;

    /// <summary>Who did it, for histories that ask nobody for a name.</summary>
    public string Actor => Caller.Actor ?? "console";

    /// <summary>The area to follow live.</summary>
    public LiveArea Live => Caller.Area.Community is { Length: > 0 } community ? new LiveArea { Kind = "community", Code = community }
        : Caller.Area.Street is { Length: > 0 } street ? new LiveArea { Kind = "street", Code = street }
        : new LiveArea { Kind = "district" };

    // Only whoever sees a part of the district needs it looked up.
    private AreaFinder Areas => services.GetRequiredService<AreaFinder>();

    /// <summary>True when one of the person's roles may do it.</summary>
    public bool May(string policy) => Caller.IsSignedIn && Caller.May(policy);

    /// <summary>True when one of the person's roles may do an act, somewhere; whether it may be done now is the desk's to say.</summary>
    public bool May(ProgrammeAct act) => Caller.IsSignedIn && Caller.Roles.Any(ActPermission.RolesOf(act).Contains);

    /// <summary>True when a community is in the person's area.</summary>
    public bool Sees(string community) => Caller.Area.IsDistrict || Areas.Sees(Caller.Area, community);

    /// <summary>True when all of a street is in the person's area.</summary>
    public bool SeesStreet(string street) => Caller.Area.IsDistrict || Areas.Covers(Caller.Area, Area.OfStreet(street));

    /// <summary>The communities of the person's area.</summary>
    public IReadOnlyList<CommunityView> Only(IReadOnlyList<CommunityView> places) => Caller.Area.IsDistrict ? places : [.. places.Where(p => Sees(p.Code))];

    /// <summary>What a list is to show when its URL asks for a community and a street: the own area where it asks for none, and where it asks for another.</summary>
    public (string? Community, string? Street) Narrow(string? community, string? street)
    {
        if (Caller.Area.IsDistrict || (!string.IsNullOrEmpty(community) && Sees(community)))
            return (community, street);
        return Caller.Area.Community.Length > 0 ? (Caller.Area.Community, null) : (null, Caller.Area.Street);
    }
}
