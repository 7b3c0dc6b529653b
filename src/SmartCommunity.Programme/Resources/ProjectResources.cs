using System.Collections.Immutable;

namespace SmartCommunity.Programme.Resources;

/// <summary>What a project can build with, and what it gives online. Immutable.</summary>
public sealed record ProjectResources
{
    public static ProjectResources Empty { get; } = new();

    /// <summary>Idle spaces by id .</summary>
    public ImmutableSortedDictionary<string, IdleSpace> Spaces { get; init; } = Sorted<IdleSpace>();

    /// <summary>Facilities planned, by id, with how they are come by .</summary>
    public ImmutableSortedDictionary<string, FacilityPlan> Plans { get; init; } = Sorted<FacilityPlan>();

    /// <summary>Online functions by id .</summary>
    public ImmutableSortedDictionary<string, OnlineFunction> Functions { get; init; } = Sorted<OnlineFunction>();

    /// <summary>How far services reach, in the order it was reported .</summary>
    public ImmutableList<ReachReport> Reach { get; init; } = [];

    /// <summary>Requests to lease state-owned property, by id (P-03).</summary>
    public ImmutableSortedDictionary<string, Lease> Leases { get; init; } = Sorted<Lease>();

    /// <summary>Money in and out over the whole life, by id (F-01).</summary>
    public ImmutableSortedDictionary<string, CashLine> Cash { get; init; } = Sorted<CashLine>();

    /// <summary>What the land was given under (F-02); null before it was recorded.</summary>
    public LandConditions? Land { get; init; }

    private static ImmutableSortedDictionary<string, T> Sorted<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}

/// <summary>A space nobody uses.</summary>
/// <param name="Kind">Code of the policy's list.</param>
/// <param name="Name">What it is called.</param>
/// <param name="AreaM2">Its floor, or ground.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="StateOwned">Whether the owner is a state-owned enterprise, whose property is leased by request (P-03).</param>
/// <param name="Longitude">Where it is, degrees.</param>
/// <param name="Latitude">Where it is, degrees.</param>
public sealed record IdleSpace(string Kind, string Name, double AreaM2, string Owner, bool StateOwned, double Longitude, double Latitude);

/// <summary>A facility that is to come.</summary>
/// <param name="Kind">Code of the facility kind.</param>
/// <param name="AreaM2">Its planned area.</param>
/// <param name="Acquisition">Code of the way .</param>
/// <param name="Method">Code of the renovation method; null where nothing is renovated.</param>
/// <param name="Space">Id of the idle space it takes; null for one that takes none.</param>
public sealed record FacilityPlan(string Kind, double AreaM2, string Acquisition, string? Method, string? Space);

/// <summary>A service residents use online.</summary>
/// <param name="Scenario">Code of the scenario.</param>
/// <param name="Name">What it is called.</param>
/// <param name="InUseSince">First day somebody used it; null while it is only built.</param>
/// <param name="Source">Where that is seen: a statistic, an address.</param>
public sealed record OnlineFunction(string Scenario, string Name, DateOnly? InUseSince, string Source);

/// <summary>Households that services reach.</summary>
/// <param name="On">The day it is said of.</param>
/// <param name="Implementation">In the implementation unit.</param>
/// <param name="Planning">In the planning unit; null while nobody counted.</param>
/// <param name="Source">Where the numbers are from.</param>
public sealed record ReachReport(DateOnly On, Reach Implementation, Reach? Planning, string Source);

/// <summary>Households reached of all.</summary>
public sealed record Reach(int Reached, int Households)
{
    /// <summary>0 to 1.</summary>
    public double Share => (double)Reached / Households;
}

/// <summary>Where a request for a lease stands.</summary>
public enum LeaseStage
{
    Requested,

    /// <summary>The street or town gave its opinion.</summary>
    Opinion,

    Granted,

    Refused,
}

/// <summary>A request to lease state-owned property.</summary>
/// <param name="Space">Id of the space.</param>
/// <param name="Kind">Code of the facility kind it is for.</param>
/// <param name="Tenant">Who would lease it.</param>
/// <param name="Years">For how long.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="RequestedOn">The day.</param>
/// <param name="Supported">The street's or town's opinion; null before.</param>
/// <param name="OpinionText">Its words; null before.</param>
/// <param name="DecidedOn">The day of the decision; null before.</param>
/// <param name="DecisionText">The enterprise's words: the contract's number, or why not; null before.</param>
public sealed record Lease(string Space, string Kind, string Tenant, int Years, LeaseStage Stage, DateOnly RequestedOn, bool? Supported, string? OpinionText, DateOnly? DecidedOn, string? DecisionText);

/// <summary>When money flows.</summary>
public enum CashPhase
{
    /// <summary>建设期.</summary>
    Construction,

    /// <summary>运营期.</summary>
    Operation,
}

/// <summary>Money in or out in a year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Phase">Which part of the life.</param>
/// <param name="Inflow">In, or out.</param>
/// <param name="Fen">How much, above 0.</param>
/// <param name="What">What for.</param>
/// <param name="Source">Where the number is from.</param>
public sealed record CashLine(int Year, CashPhase Phase, bool Inflow, long Fen, string What, string Source);

/// <summary>What land was given under.</summary>
/// <param name="FloorM2">All floor.</param>
/// <param name="BusinessM2">Floor for business (经营用房), which pays for operation.</param>
/// <param name="DocumentNo">Number of the conditions.</param>
/// <param name="Conditions">Their words.</param>
public sealed record LandConditions(double FloorM2, double BusinessM2, string DocumentNo, string Conditions)
{
    /// <summary>Business floor over all floor, 0 to 1.</summary>
    public double BusinessShare => BusinessM2 / FloorM2;
}
