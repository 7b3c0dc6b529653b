namespace SmartCommunity.Cloud.Identity;

/// <summary>What people are here for. Somebody has one or more of them, all in one area.</summary>
public static class Roles
{
    /// <summary>Makes accounts, and nothing else.</summary>
    public const string Administrator = "administrator";

    /// <summary>The district's office for future communities: sees everything, runs the programme.</summary>
    public const string DistrictOffice = "districtOffice";

    /// <summary>A department of the district (which one: <see cref="Caller.Department"/>): enters its facts and evidence.</summary>
    public const string Department = "department";

    /// <summary>A street office: its alerts, rosters, facts and evidence.</summary>
    public const string Street = "street";

    /// <summary>People of a community: its alerts, facts and evidence.</summary>
    public const string Community = "community";

    /// <summary>Decides about evidence, and reviews projects: challenges measures, checks samples, signs off.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>The money of the programme.</summary>
    public const string Finance = "finance";

    /// <summary>On duty: alerts, rules, devices and the line they come by.</summary>
    public const string Operator = "operator";

    /// <summary>May see what is measured of people's health, and shares of so few residents that others do not see them.</summary>
    public const string Health = "health";

    /// <summary>All of them, in the order they are offered.</summary>
    public static IReadOnlyList<string> All { get; } = [Administrator, DistrictOffice, Department, Street, Community, Reviewer, Finance, Operator, Health];
}
