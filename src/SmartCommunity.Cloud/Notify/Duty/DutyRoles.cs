using SmartCommunity.Anomaly.Rules;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>Names of those who are told. On the wire and in rosters; never renamed.</summary>
public static class DutyRoles
{
    /// <summary>The duty operator of the street's desk, who is told first.</summary>
    public const string Duty = "duty";

    /// <summary>Care workers and grid members, who know the people.</summary>
    public const string Care = "care";

    /// <summary>The property office, which has keys and is near.</summary>
    public const string Property = "property";

    /// <summary>Who looks after devices and lines.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>Family and emergency contacts of a home; on no shift.</summary>
    internal const string Family = "family";

    /// <summary>Who leads the street's office; on no shift.</summary>
    internal const string Lead = "lead";

    /// <summary>Who is told where nobody else is found; on no shift.</summary>
    internal const string Fallback = "fallback";

    /// <summary>Roles that have shifts.</summary>
    public static IReadOnlyList<string> OfShifts { get; } = [Duty, Care, Property, Maintenance];
}

/// <summary>
/// Who is told at each level of escalation, by what lies behind an alert. Of a level the first role that finds anybody is told; where none does, the street's fallback is. From level 1 the duty operator is told
/// again besides. Pure. Source: the chains of three cities (<c>reference/domain.md</c> 3.1: call back, family, community worker or grid member, property or volunteer, street); defaults.
/// </summary>
internal static class EscalationChain
{
    // A person: the desk calls back; then the family; then who can go there; then the street. The family stands in no other chain: nobody's children are called for a cable.
    private static readonly string[][] _person =
    [
        [DutyRoles.Duty], [DutyRoles.Family, DutyRoles.Care], [DutyRoles.Care, DutyRoles.Property], [DutyRoles.Property, DutyRoles.Care], [DutyRoles.Lead], [DutyRoles.Fallback],
    ];

    // A place: whoever has the key and is near comes before who knows the people.
    private static readonly string[][] _place =
    [
        [DutyRoles.Duty], [DutyRoles.Property, DutyRoles.Care], [DutyRoles.Care, DutyRoles.Maintenance], [DutyRoles.Maintenance, DutyRoles.Property], [DutyRoles.Lead], [DutyRoles.Fallback],
    ];

    // A device or a line: a technician, not a care worker.
    private static readonly string[][] _technical =
    [
        [DutyRoles.Maintenance, DutyRoles.Duty], [DutyRoles.Duty], [DutyRoles.Property, DutyRoles.Duty], [DutyRoles.Lead], [DutyRoles.Lead], [DutyRoles.Fallback],
    ];

    /// <summary>Roles of a level, the first that finds anybody counts.</summary>
    internal static IReadOnlyList<string> RolesAt(AlertCause cause, int level)
    {
        var chain = cause switch
        {
            AlertCause.PersonAtRisk => _person,
            AlertCause.DeviceFault or AlertCause.NetworkCut => _technical,
            _ => _place,
        };
        return chain[Math.Clamp(level, 0, chain.Length - 1)];
    }
}
