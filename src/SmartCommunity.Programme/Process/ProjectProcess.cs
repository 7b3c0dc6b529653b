using System.Collections.Immutable;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Process;

/// <summary>Where a project stands on its way, and how it came there. Immutable.</summary>
public sealed record ProjectProcess
{
    /// <summary>A project that only stands in the pool.</summary>
    public static ProjectProcess New { get; } = new();

    public Stage Stage { get; init; } = Stage.Survey;

    /// <summary>The stage it was returned from or suspended in; null otherwise.</summary>
    public Stage? Before { get; init; }

    /// <summary>Every stage it entered, with the day.</summary>
    public ImmutableList<StageMark> Marks { get; init; } = [];

    /// <summary>Who leads it at the responsible unit; named when it is declared.</summary>
    public string? Lead { get; init; }

    /// <summary>Day it was published, from which the clock runs (T-05).</summary>
    public DateOnly? ListedOn { get; init; }

    /// <summary>Level applied for.</summary>
    public Level? Level { get; init; }

    /// <summary>Who inspects for the unit (A-01).</summary>
    public string? Inspector { get; init; }

    /// <summary>How ready it was when acceptance was applied for.</summary>
    public Readiness? Readiness { get; init; }

    /// <summary>The departments that signed the running review, by code (A-02).</summary>
    public ImmutableSortedDictionary<string, Signature> Signatures { get; init; } = ImmutableSortedDictionary.Create<string, Signature>(StringComparer.Ordinal);

    /// <summary>Findings of every return, numbered through.</summary>
    public ImmutableList<Finding> Findings { get; init; } = [];

    public DateOnly? CityPassedOn { get; init; }

    public DateOnly? ProvincePassedOn { get; init; }

    /// <summary>Extensions granted, in order.</summary>
    public ImmutableList<Extension> Extensions { get; init; } = [];

    /// <summary>Day of the first acceptance it passed.</summary>
    public DateOnly? FirstPass => (CityPassedOn, ProvincePassedOn) switch
    {
        ({ } city, { } province) => city < province ? city : province,
        var (city, province) => city ?? province,
    };

    /// <summary>The highest level passed (M-11).</summary>
    public Level? Passed => ProvincePassedOn is not null ? Process.Level.Province : CityPassedOn is not null ? Process.Level.City : null;

    /// <summary>Day of the last stage entered.</summary>
    public DateOnly? Since => Marks.Count == 0 ? null : Marks[^1].On;

    /// <summary>Findings not answered yet.</summary>
    public IEnumerable<Finding> Open => Findings.Where(f => f.Answer is null);

    /// <summary>Why nothing may be done about it any more; null while it goes on.</summary>
    public Refusal? Ended => Stage is Stage.Withdrawn or Stage.Replaced
        ? new Refusal("project", new Words($"项目已于 {Since:yyyy-MM-dd} {(Stage == Stage.Withdrawn ? "退出" : "被替换")}。", $"The project was {(Stage == Stage.Withdrawn ? "withdrawn" : "replaced")} on {Since:yyyy-MM-dd}."), "G-14")
        : null;

    /// <summary>Day the project is due (T-01 to T-05); null before it is listed.</summary>
    public DueDate? Due(Pool.PoolLine line, Policies.DeadlinePolicy policy) => ListedOn is { } listed ? DueDate.Of(listed, line, policy, Extensions) : null;

    internal ProjectProcess Enter(Stage stage, DateOnly day) => this with { Stage = stage, Before = null, Marks = Marks.Add(new StageMark(stage, day)) };

    internal ProjectProcess Leave(Stage stage, DateOnly day) => this with { Stage = stage, Before = Stage, Marks = Marks.Add(new StageMark(stage, day)) };
}

/// <summary>A stage was entered on a day.</summary>
public sealed record StageMark(Stage Stage, DateOnly On);

/// <summary>A department signed a review.</summary>
public sealed record Signature(string Department, string By, DateOnly On, string Remark);

/// <summary>One numbered finding of a return.</summary>
/// <param name="No">From 1, through all returns of the project.</param>
/// <param name="Stage">The stage that returned it.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Due">Day it is to be answered by.</param>
/// <param name="Answer">What was done; null while open.</param>
/// <param name="AnsweredOn">Day it was answered.</param>
public sealed record Finding(int No, Stage Stage, string Text, DateOnly Due, string? Answer, DateOnly? AnsweredOn);

/// <summary>A later due date was granted.</summary>
public sealed record Extension(DateOnly To, string DocumentNo, string ApprovedBy, string Reason, DateOnly On);

/// <summary>When a project is due, and by which rule.</summary>
/// <param name="On">The day.</param>
/// <param name="Rule">T-01 to T-04.</param>
/// <param name="Extended">Whether an extension moved it.</param>
public sealed record DueDate(DateOnly On, string Rule, bool Extended)
{
    /// <summary>The day that follows from listing, type and extensions.</summary>
    public static DueDate Of(DateOnly listed, Pool.PoolLine line, Policies.DeadlinePolicy policy, IReadOnlyList<Extension> extensions)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(policy);
        var (years, rule) = line switch
        {
            { Type: Pool.ProjectType.Renovation, Demolition: true } => (policy.RenovationWithDemolitionYears, "T-02"),
            { Type: Pool.ProjectType.Renovation } => (policy.RenovationYears, "T-01"),
            // T-04 gives up to a year more, and only with an approval, which is an extension.
            { Resettlement: true } => (policy.NewBuildYears, "T-04"),
            _ => (policy.NewBuildYears, "T-03"),
        };
        return extensions.Count > 0 ? new DueDate(extensions[^1].To, rule, true) : new DueDate(listed.AddYears(years), rule, false);
    }

    /// <summary>Green, amber or red as of a day (O-03).</summary>
    public Signal Signal(DateOnly asOf, DateOnly? doneOn, int amberDays)
    {
        var end = doneOn ?? asOf;
        if (end > On)
            return Process.Signal.Red;
        return doneOn is null && end.AddDays(amberDays) > On ? Process.Signal.Amber : Process.Signal.Green;
    }
}

/// <summary>How a due date stands.</summary>
public enum Signal
{
    Green, Amber, Red,
}

/// <summary>How ready a community is for acceptance: taken from its live scores and evidence when acceptance is applied for, and kept.</summary>
/// <param name="AsOf">The day.</param>
/// <param name="Pack">Standard pack it is scored by.</param>
/// <param name="Total">Its total; null when nothing is scored.</param>
/// <param name="PassMark">The pack's pass mark.</param>
/// <param name="Items">What is in the way, or will be.</param>
public sealed record Readiness(DateOnly AsOf, string Pack, double? Total, double PassMark, IReadOnlyList<ReadinessItem> Items)
{
    /// <summary>What blocks an application.</summary>
    public IEnumerable<ReadinessItem> Blocking => Items.Where(i => i.Kind != ReadinessKind.EvidenceExpiring);
}

/// <summary>One thing in the way of acceptance.</summary>
/// <param name="Measure">The measure's id.</param>
/// <param name="Kind">What about it.</param>
/// <param name="Why">In words.</param>
/// <param name="Expires">Day its evidence expires.</param>
public sealed record ReadinessItem(string Measure, ReadinessKind Kind, Words Why, DateOnly? Expires = null);

/// <summary>What is in the way.</summary>
public enum ReadinessKind
{
    /// <summary>A binding measure of a standard scenario has no points.</summary>
    BindingAtZero,

    /// <summary>A binding measure of a standard scenario has no value.</summary>
    BindingMissing,

    /// <summary>A veto item of the pack holds.</summary>
    Veto,

    /// <summary>Evidence expires soon: a flag, not a block.</summary>
    EvidenceExpiring,
}
