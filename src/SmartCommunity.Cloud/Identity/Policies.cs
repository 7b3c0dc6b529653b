namespace SmartCommunity.Cloud.Identity;

/// <summary>
/// What may be done, by name: <c>.RequireAuthorization(Policies.X)</c> of an endpoint, <c>[Authorize(Policies.X)]</c> of a page. Each is a set of roles; where the thing lies is said beside it by <see cref="InAreaAttribute"/>,
/// and an endpoint that does not say it is for callers of the whole district.
/// </summary>
public static class Policies
{
    /// <summary>Anybody, signed in or not: nothing of persons. Routes under <c>/public</c> and <c>/api/v1/public</c>.</summary>
    public const string Public = "public";

    /// <summary>Anybody: the endpoint asks for its own proof (a device's or gateway's token, a signed link, a code), or serves operations and files of the program.</summary>
    public const string OwnProof = "ownProof";

    /// <summary>Anybody who is signed in, whatever the role.</summary>
    public const string SignedIn = "signedIn";

    /// <summary>Reads places, scores, packs, catalogues.</summary>
    public const string Overview = "overview";

    /// <summary>Reads devices, their values and events, twins and the map.</summary>
    public const string Devices = "devices";

    /// <summary>Enrols, moves and retires devices, sends them commands, and repairs what they say.</summary>
    public const string DevicesEdit = "devicesEdit";

    /// <summary>Reads observations of health as such.</summary>
    public const string HealthRead = "healthRead";

    /// <summary>Writes observations of health.</summary>
    public const string HealthWrite = "healthWrite";

    /// <summary>Reads alerts, their settings and rules.</summary>
    public const string Alerts = "alerts";

    /// <summary>Acts on alerts, sets limits and windows.</summary>
    public const string AlertsAct = "alertsAct";

    /// <summary>Puts rules in force.</summary>
    public const string RulesEdit = "rulesEdit";

    /// <summary>Reads rosters and notifications.</summary>
    public const string Duty = "duty";

    /// <summary>Changes rosters and holidays.</summary>
    public const string DutyEdit = "dutyEdit";

    /// <summary>Reads facts, records and evidence.</summary>
    public const string Facts = "facts";

    /// <summary>Enters facts and records, hands in evidence.</summary>
    public const string FactsEdit = "factsEdit";

    /// <summary>Accepts and refuses evidence.</summary>
    public const string Review = "review";

    /// <summary>Says by which pack a community is scored.</summary>
    public const string StandingEdit = "standingEdit";

    /// <summary>Reads projects, deadlines, acceptance.</summary>
    public const string Programme = "programme";

    /// <summary>Changes projects, deadlines, acceptance; writes bulletins.</summary>
    public const string ProgrammeEdit = "programmeEdit";

    /// <summary>Challenges measures, draws samples, signs reviews; has the proofs, which hold measurements.</summary>
    public const string ProgrammeReview = "programmeReview";

    /// <summary>Reads subsidies: those of the own area, where people book costs and request payments.</summary>
    public const string Money = "money";

    /// <summary>Decides about subsidies.</summary>
    public const string MoneyEdit = "moneyEdit";

    /// <summary>Makes accounts.</summary>
    public const string People = "people";

    /// <summary>Controls the simulators, and lets them enrol.</summary>
    public const string Simulation = "simulation";

    private static readonly string[] _desk = [Roles.DistrictOffice, Roles.Department, Roles.Street, Roles.Community, Roles.Reviewer, Roles.Finance, Roles.Operator, Roles.Health];
    private static readonly string[] _onDuty = [Roles.Street, Roles.Community, Roles.Operator];

    /// <summary>The roles of each policy; null: anybody, signed in or not.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>?> All { get; } = new Dictionary<string, IReadOnlyList<string>?>
    {
        [Public] = null,
        [OwnProof] = null,
        [SignedIn] = Roles.All,
        [Overview] = _desk,
        [Devices] = [Roles.DistrictOffice, Roles.Street, Roles.Community, Roles.Operator, Roles.Health],
        [DevicesEdit] = [Roles.Operator],
        [HealthRead] = [Roles.Health],
        [HealthWrite] = [Roles.Health],
        [Alerts] = [Roles.DistrictOffice, Roles.Department, .. _onDuty],
        [AlertsAct] = _onDuty,
        [RulesEdit] = [Roles.Operator],
        [Duty] = [Roles.DistrictOffice, .. _onDuty],
        [DutyEdit] = [Roles.Street, Roles.Operator],
        [Facts] = _desk,
        [FactsEdit] = [Roles.DistrictOffice, Roles.Department, Roles.Street, Roles.Community],
        [Review] = [Roles.Reviewer],
        [StandingEdit] = [Roles.DistrictOffice],
        [Programme] = _desk,
        [ProgrammeEdit] = [Roles.DistrictOffice, Roles.Department],
        [ProgrammeReview] = [Roles.DistrictOffice, Roles.Reviewer],
        [Money] = [Roles.DistrictOffice, Roles.Street, Roles.Community, Roles.Finance],
        [MoneyEdit] = [Roles.Finance],
        [People] = [Roles.Administrator],
        [Simulation] = [Roles.Operator],
    };
}
