using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>Makes the bulletin of a month from its inputs. Pure: the same inputs, programme and month before give the same bulletin and the same hash.</summary>
public static class BulletinDraft
{
    /// <summary>The bulletin.</summary>
    /// <param name="month">The month.</param>
    /// <param name="asOf">When it is due to be frozen.</param>
    /// <param name="inputs">What it is made of.</param>
    /// <param name="before">The bulletin of the month before; null: there is none.</param>
    /// <param name="state">The programme as it stood when the bulletin was due.</param>
    /// <param name="policy">The policy in force then.</param>
    public static Bulletin Of(Month month, DateTimeOffset asOf, BulletinInputs inputs, BulletinIssue? before, ProgrammeState state, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        var rows = inputs.Projects.Select(p => Row(p, state.Projects[p.Project].Pool, month, policy)).ToList();
        var ranked = Ranking.Of(rows).Select(r => Compared(r, before)).ToList();
        var bulletin = new Bulletin
        {
            Month = month, AsOf = asOf, Policy = PolicyLibrary.KeyOf(policy), Groups = [.. ranked.Where(r => r.Rank is not null).Select(r => r.Group).Distinct().Select(GroupOf)],
            Rows = ranked, Goal = CoverageGoal.Of(state, policy, month.LastDay), Deadlines = Count(ranked), Hash = "",
        };
        return bulletin with { Hash = bulletin.ComputeHash() };
    }

    private static BulletinRow Row(ProjectMonth figures, PoolLine line, Month month, PolicyPack policy) => new()
    {
        Project = figures.Project, No = line.No, Name = line.Name, Unit = line.Unit, Group = $"{TypeOf(line.Type)}/{PhaseOf(figures.Stage)}", Figures = figures, NotRanked = NotRanked(figures, policy.Rhythm.RankingCoverage),
        Signal = IsOut(figures) ? null : figures.Due?.Signal(month.LastDay, figures.PassedOn, policy.Deadlines.AmberDays),
    };

    private static bool IsOut(ProjectMonth figures) => figures.Aside is Stage.Withdrawn or Stage.Replaced;

    private static Words? NotRanked(ProjectMonth figures, double least) => figures switch
    {
        { Aside: { } aside and (Stage.Withdrawn or Stage.Replaced or Stage.Suspended) } => new Words($"项目{StageWords.Of(aside).Zh}", $"The project is {StageWords.Of(aside).En}"),
        { Score: null } => new Words("月末无评分", "No score at the end of the month"),
        { Score.Coverage: var coverage } when coverage < least => new Words($"数据覆盖率{Points.Percent(coverage)}低于{Points.Percent(least)}，不参与排名", $"Coverage {Points.Percent(coverage)} is below {Points.Percent(least)}: not ranked"),
        _ => null,
    };

    private static BulletinRow Compared(BulletinRow row, BulletinIssue? before)
    {
        if (row.Figures.Score is not { } score)
            return row;
        if (before?.Bulletin.Row(row.Project) is not { Figures.Score: { } last } was)
            return row with { NoChange = new Words("上月无评分", "No score in the month before") };
        if (last.Pack != score.Pack)
            return row with { NoChange = new Words($"上月标准为{last.Pack}，不可比", $"Scored by {last.Pack} the month before: not comparable") };
        var change = Points.Rounded(Points.Rounded(score.Total) - Points.Rounded(before.TotalOf(row.Project) ?? last.Total));
        return row with { TotalChange = change, RankChange = was.Group == row.Group ? was.Rank - row.Rank : null };
    }

    private static DeadlineCounts Count(IReadOnlyList<BulletinRow> rows) => new(
        rows.Count(r => r.Signal == Signal.Red), rows.Count(r => r.Signal == Signal.Amber), rows.Count(r => r.Signal == Signal.Green), rows.Count(r => r.Signal is null),
        rows.Count(r => r is { Signal: Signal.Red, Figures.PassedOn: null }));

    private static string TypeOf(ProjectType type) => type == ProjectType.Renovation ? "renovation" : "newBuild";

    private static string PhaseOf(Stage stage) => stage switch
    {
        Stage.Survey or Stage.Declared or Stage.Plans => "preparing",
        Stage.Listed or Stage.Building => "building",
        Stage.Named or Stage.Operating => "operating",
        _ => "accepting",
    };

    private static BulletinGroup GroupOf(string key)
    {
        var parts = key.Split('/');
        var type = parts[0] == "renovation" ? new Words("旧改类", "Renovation") : new Words("新建类", "New-build");
        var phase = parts[1] switch
        {
            "preparing" => new Words("储备申报", "in preparation"),
            "building" => new Words("创建中", "being built"),
            "accepting" => new Words("验收中", "in acceptance"),
            _ => new Words("已命名", "named"),
        };
        return new BulletinGroup(
            key, new Words($"{type.Zh}·{phase.Zh}", $"{type.En}, {phase.En}"),
            new Words("同一创建类型适用同一套指标，同一阶段的项目进度可比，故分组排名", "One type is held to one set of indicators, and projects of one stage have had alike time: they are ranked among themselves"));
    }
}

/// <summary>Places within groups. Pure.</summary>
public static class Ranking
{
    /// <summary>
    /// Rows with their places: by total as it is shown, equal totals share a place and the next is left out (1, 2, 2, 4). Ranked rows come first, by group and place, within a place by number; then those that are
    /// not ranked, by number.
    /// </summary>
    public static IReadOnlyList<BulletinRow> Of(IReadOnlyList<BulletinRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return
        [
            .. rows.Where(r => r.NotRanked is null).GroupBy(r => r.Group).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(Ranked),
            .. rows.Where(r => r.NotRanked is not null).OrderBy(r => r.No),
        ];
    }

    private static IEnumerable<BulletinRow> Ranked(IGrouping<string, BulletinRow> group)
    {
        var totals = group.Select(TotalOf).ToList();
        return group.Select(r => r with { Rank = totals.Count(t => t > TotalOf(r)) + 1, Of = totals.Count }).OrderBy(r => r.Rank).ThenBy(r => r.No);
    }

    private static double TotalOf(BulletinRow row) => Points.Rounded(row.Figures.Score!.Total);
}
