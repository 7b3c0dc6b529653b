using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>The bulletins of a year in one (O-05). A month without a bulletin is named, never guessed; totals are as corrected by errata.</summary>
/// <param name="Year">The year.</param>
/// <param name="Months">Months that have a bulletin.</param>
/// <param name="Missing">Months of the year that have none.</param>
/// <param name="Rows">Every project of the year's bulletins, by number.</param>
/// <param name="Units">Responsible units, by mean share of places.</param>
public sealed record AnnualReport(int Year, IReadOnlyList<Month> Months, IReadOnlyList<Month> Missing, IReadOnlyList<AnnualRow> Rows, IReadOnlyList<AnnualUnit> Units)
{
    private const int MonthsOfYear = 12;

    /// <summary>Aggregates a year.</summary>
    public static AnnualReport Of(int year, RhythmState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var issues = state.Bulletins.Values.Where(b => b.Bulletin.Month.Year == year).ToList();
        var months = issues.Select(i => i.Bulletin.Month).ToList();
        var rows = issues.SelectMany(i => i.Bulletin.Rows.Select(r => (Issue: i, Row: r))).GroupBy(p => p.Row.Project).Select(g => Row([.. g])).OrderBy(r => r.No).ToList();
        var units = rows.GroupBy(r => r.Unit).Select(g => new AnnualUnit(g.Key, g.Count(), g.Count(r => r.PassedOn is not null), g.Sum(r => r.RedMonths), Mean(g.Select(r => r.MeanTotal))));
        return new AnnualReport(
            year, months, [.. Enumerable.Range(1, MonthsOfYear).Select(m => new Month(year, m)).Except(months)], rows, [.. units.OrderByDescending(u => u.MeanTotal ?? -1).ThenBy(u => u.Unit, StringComparer.Ordinal)]);
    }

    private static AnnualRow Row(IReadOnlyList<(BulletinIssue Issue, BulletinRow Row)> months)
    {
        var last = months[^1].Row;
        var ranked = months.Where(m => m.Row.Rank is not null).ToList();
        return new AnnualRow(
            last.Project, last.No, last.Name, last.Unit, ranked.Count, months.Count - ranked.Count, Mean(months.Select(m => m.Issue.TotalOf(last.Project))), months[^1].Issue.TotalOf(last.Project),
            ranked.Count == 0 ? null : ranked.Min(m => m.Row.Rank), ranked.Count == 0 ? null : ranked.Max(m => m.Row.Rank), months.Count(m => m.Row.Signal == Signal.Red),
            months.Sum(m => m.Row.Figures.Alerts.Raised), months.Sum(m => m.Row.Figures.Alerts.Handled), last.Figures.PassedOn, months.Sum(m => m.Issue.Errata.Count(e => e.Project == last.Project)));
    }

    private static double? Mean(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        return known.Count == 0 ? null : known.Average();
    }
}

/// <summary>A project's year.</summary>
/// <param name="Project">Project id.</param>
/// <param name="No">Its number in the pool.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Responsible unit.</param>
/// <param name="Ranked">Months it was ranked in.</param>
/// <param name="NotRanked">Months it stood apart.</param>
/// <param name="MeanTotal">Mean of the months with a total; null: none had.</param>
/// <param name="LastTotal">Total of the last month; null: it had none.</param>
/// <param name="BestRank">Best place; null: never ranked.</param>
/// <param name="WorstRank">Worst place.</param>
/// <param name="RedMonths">Months at whose end it was overdue.</param>
/// <param name="Raised">Alerts raised.</param>
/// <param name="Handled">Alerts closed.</param>
/// <param name="PassedOn">Day it passed; null: not yet.</param>
/// <param name="Errata">Errata about it.</param>
public sealed record AnnualRow(
    string Project, int No, Words Name, string Unit, int Ranked, int NotRanked, double? MeanTotal, double? LastTotal, int? BestRank, int? WorstRank, int RedMonths, int Raised, int Handled, DateOnly? PassedOn, int Errata);

/// <summary>A responsible unit's year.</summary>
/// <param name="Unit">Its code.</param>
/// <param name="Projects">Its projects.</param>
/// <param name="Passed">Those that passed.</param>
/// <param name="RedMonths">Project months at whose end a project was overdue.</param>
/// <param name="MeanTotal">Mean of its projects' means.</param>
public sealed record AnnualUnit(string Unit, int Projects, int Passed, int RedMonths, double? MeanTotal);
