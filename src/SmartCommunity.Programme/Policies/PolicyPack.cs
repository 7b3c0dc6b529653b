namespace SmartCommunity.Programme.Policies;

/// <summary>
/// What a policy says, as data: its rules with their ids and quotes, and every number the programme goes by. Versioned, dated and hashed; a project keeps the pack it was listed under. Immutable.
/// Where the text leaves two readings, the one taken is a switch here, with both named.
/// </summary>
public sealed record PolicyPack
{
    /// <summary>Stable id, for example <c>fuyang-2021-2023</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Rises with every change of the file, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal; set by the reader.</summary>
    public string Hash { get; init; } = "";

    public required Words Title { get; init; }

    /// <summary>The document the rules are taken from.</summary>
    public required string Source { get; init; }

    /// <summary>First day it is in force.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of the goal it sets (G-01).</summary>
    public required DateOnly Until { get; init; }

    public required IReadOnlyList<PolicyRule> Rules { get; init; }

    public required DeadlinePolicy Deadlines { get; init; }

    public required EligibilityPolicy Eligibility { get; init; }

    public required GroundPolicy Ground { get; init; }

    public required ResourcePolicy Resources { get; init; }

    public required SubsidyPolicy Subsidy { get; init; }

    public required AcceptancePolicy Acceptance { get; init; }

    public required FilePolicy File { get; init; }

    public required RhythmPolicy Rhythm { get; init; }

    /// <summary>The rule of an id; throws <see cref="ArgumentException"/> for one the pack does not have.</summary>
    public PolicyRule Rule(string id) => Rules.FirstOrDefault(r => r.Id == id) ?? throw new ArgumentException($"The policy {Id} has no rule '{id}'.", nameof(id));
}

/// <summary>One rule: its id, what the document says, and how software reads it.</summary>
public sealed record PolicyRule
{
    public required string Id { get; init; }

    public required RuleKind Kind { get; init; }

    /// <summary>The document's own words.</summary>
    public required string Quote { get; init; }

    public required Words Reading { get; init; }
}

/// <summary>What a rule does when it is not met.</summary>
public enum RuleKind
{
    /// <summary>A goal that is counted and shown.</summary>
    Goal,

    /// <summary>Blocks the step.</summary>
    Hard,

    /// <summary>Warns and asks for a reason, which is kept.</summary>
    Soft,

    /// <summary>Blocks the step unless a proof is given.</summary>
    SoftWithProof,

    /// <summary>A date that follows from it.</summary>
    Date,

    /// <summary>Who does what, in which order.</summary>
    Workflow,

    /// <summary>An amount or a cap.</summary>
    Amount,

    /// <summary>What is kept, shown or written by it.</summary>
    Record,
}

/// <summary>T-01 to T-05: years allowed from listing.</summary>
public sealed record DeadlinePolicy
{
    /// <summary>T-01.</summary>
    public required int RenovationYears { get; init; }

    /// <summary>T-02: parts are demolished.</summary>
    public required int RenovationWithDemolitionYears { get; init; }

    /// <summary>T-03.</summary>
    public required int NewBuildYears { get; init; }

    /// <summary>T-04: residents are resettled; needs approval.</summary>
    public required int NewBuildWithResettlementYears { get; init; }

    /// <summary>Days before a due date from which a project is amber.</summary>
    public required int AmberDays { get; init; }
}

/// <summary>E-01 to E-07.</summary>
public sealed record EligibilityPolicy
{
    /// <summary>Reference area of an implementation unit, hectares.</summary>
    public required double ReferenceHa { get; init; }

    /// <summary>Share of the reference within which the area is green (0 to 1).</summary>
    public required double GreenBand { get; init; }

    /// <summary>Share of the reference within which the area is amber (0 to 1); red beyond it, never a block.</summary>
    public required double AmberBand { get; init; }

    /// <summary>Water at least this wide is a barrier, metres.</summary>
    public required double RiverWidthMetres { get; init; }

    /// <summary>Kinds of dwelling that may not stand in the unit (E-03).</summary>
    public required IReadOnlyList<string> LuxuryDwellings { get; init; }

    /// <summary>Kinds of line that cut a unit (E-04).</summary>
    public required IReadOnlyList<string> Barriers { get; init; }

    /// <summary>Walking speed, metres a minute.</summary>
    public required double WalkingMetresPerMinute { get; init; }

    /// <summary>Facility kinds by minutes of walking within which they are wanted (E-02).</summary>
    public required IReadOnlyList<WalkingCircle> Circles { get; init; }
}

/// <summary>Facilities wanted within a walk.</summary>
public sealed record WalkingCircle
{
    public required int Minutes { get; init; }

    /// <summary>Codes of the facility kinds.</summary>
    public required IReadOnlyList<string> Facilities { get; init; }
}

/// <summary>M-01 to M-15. Amounts in fen.</summary>
public sealed record SubsidyPolicy
{
    /// <summary>Types of project that are subsidised (M-01): <c>renovation</c>, <c>newBuild</c>.</summary>
    public required IReadOnlyList<string> EligibleTypes { get; init; }

    /// <summary>M-05, city acceptance.</summary>
    public required long CityFen { get; init; }

    /// <summary>M-05, provincial acceptance.</summary>
    public required long ProvinceFen { get; init; }

    /// <summary>M-09: percent of the base paid when the year's task was not done.</summary>
    public required int LatePercent { get; init; }

    /// <summary>M-09: that first payment's cap.</summary>
    public required long LateCapFen { get; init; }

    /// <summary>M-10: percent paid after a late pass.</summary>
    public required int FinalPercent { get; init; }

    /// <summary>The reading of M-10 taken.</summary>
    public required FinalTranche FinalTranche { get; init; }

    /// <summary>What the percentages of M-09 and M-10 are taken of.</summary>
    public required LatePercentOf LatePercentOf { get; init; }

    /// <summary>Whose year "当年" of M-09 is.</summary>
    public required TaskYear TaskYear { get; init; }

    /// <summary>The level a project goes by before it passed one.</summary>
    public required UnfinishedLevel UnfinishedLevel { get; init; }

    /// <summary>What the reward of M-14 is counted from when a project was late.</summary>
    public required RewardSource RewardFrom { get; init; }

    /// <summary>What becomes of money paid to a project that ends without passing.</summary>
    public required ClawBack ClawBack { get; init; }

    /// <summary>M-14: percent of what was saved.</summary>
    public required int RewardPercent { get; init; }

    /// <summary>Whether a late project that passes has the reward too.</summary>
    public required bool RewardWhenLate { get; init; }

    /// <summary>M-06: cost classes the subsidy covers.</summary>
    public required IReadOnlyList<Heading> EligibleCosts { get; init; }

    /// <summary>M-02, M-03: cost classes other funds pay, never counted.</summary>
    public required IReadOnlyList<OtherFund> OtherFunds { get; init; }
}

/// <summary>A cost class another fund pays.</summary>
public sealed record OtherFund
{
    public required string Code { get; init; }

    public required Words Name { get; init; }

    /// <summary>Rule that gives it to that fund.</summary>
    public required string Rule { get; init; }

    /// <summary>There are several such funds; a cost says which (M-03).</summary>
    public required bool Named { get; init; }
}

/// <summary>A-01 to A-03.</summary>
public sealed record AcceptancePolicy
{
    /// <summary>Departments that sign the district's review, all of them .</summary>
    public required IReadOnlyList<Department> Departments { get; init; }

    /// <summary>Days before its expiry from which a piece of evidence is flagged.</summary>
    public required int EvidenceExpiryDays { get; init; }
}

/// <summary>A department of the district.</summary>
public sealed record Department
{
    public required string Code { get; init; }

    public required Words Name { get; init; }
}

/// <summary>G-05, G-06, G-08: what a project's file holds.</summary>
public sealed record FilePolicy
{
    /// <summary>Sections of 一社一档, all mandatory (G-05).</summary>
    public required IReadOnlyList<Heading> Sections { get; init; }

    /// <summary>Heads of the survey (G-06).</summary>
    public required IReadOnlyList<Heading> SurveyHeads { get; init; }

    /// <summary>Documents reviewed before listing (G-08).</summary>
    public required IReadOnlyList<Heading> Plans { get; init; }
}

/// <summary>A named heading of a form.</summary>
public sealed record Heading
{
    public required string Code { get; init; }

    public required Words Name { get; init; }
}

/// <summary>O-01, O-04: lists and bulletins.</summary>
public sealed record RhythmPolicy
{
    /// <summary>Day of the week on which the weekly lists are due.</summary>
    public required DayOfWeek WeekDay { get; init; }

    /// <summary>Days of a month on which the half-monthly lists are due.</summary>
    public required IReadOnlyList<int> HalfMonthDays { get; init; }

    /// <summary>Hour of the first day of a month, Asia/Shanghai, at which the bulletin of the month before is frozen.</summary>
    public required int BulletinHour { get; init; }

    /// <summary>Coverage below which a project is not ranked (0 to 1).</summary>
    public required double RankingCoverage { get; init; }

    /// <summary>Drop of a total within a list's period that is worth a line, points.</summary>
    public required double ScoreDropPoints { get; init; }
}
