namespace SmartCommunity.Programme.Resources;

/// <summary>Money of one year.</summary>
/// <param name="Year">The year.</param>
/// <param name="InFen">In.</param>
/// <param name="OutFen">Out.</param>
/// <param name="BalanceFen">In minus out since the beginning.</param>
public sealed record CashYear(int Year, long InFen, long OutFen, long BalanceFen);

/// <summary>The lifecycle cash view (F-01).</summary>
/// <param name="Years">Every year from the first line to the last.</param>
/// <param name="InFen">In over the whole life.</param>
/// <param name="OutFen">Out over the whole life.</param>
/// <param name="Construction">In and out while it is built.</param>
/// <param name="Operation">In and out while it runs.</param>
public sealed record LifeCash(IReadOnlyList<CashYear> Years, long InFen, long OutFen, (long InFen, long OutFen) Construction, (long InFen, long OutFen) Operation)
{
    /// <summary>In over out; null while nothing goes out: a ratio to nothing says nothing.</summary>
    public double? Ratio => OutFen == 0 ? null : (double)InFen / OutFen;

    /// <summary>First year after which the balance stays at or above nothing; null when it never does.</summary>
    public int? BalancedFrom => Years.Count > 0 && Years[^1].BalanceFen >= 0 ? Years.Reverse().TakeWhile(y => y.BalanceFen >= 0).Last().Year : null;

    public static LifeCash Of(ProjectResources resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        var lines = resources.Cash.Values.ToList();
        var years = new List<CashYear>();
        var balance = 0L;
        for (var year = lines.Count == 0 ? 1 : lines.Min(l => l.Year); lines.Count > 0 && year <= lines.Max(l => l.Year); year++)
        {
            var (inflow, outflow) = Sum(lines.Where(l => l.Year == year));
            balance = checked(balance + inflow - outflow);
            years.Add(new CashYear(year, inflow, outflow, balance));
        }

        var all = Sum(lines);
        return new LifeCash(years, all.InFen, all.OutFen, Sum(lines.Where(l => l.Phase == CashPhase.Construction)), Sum(lines.Where(l => l.Phase == CashPhase.Operation)));
    }

    private static (long InFen, long OutFen) Sum(IEnumerable<CashLine> lines)
    {
        var (inflow, outflow) = (0L, 0L);
        foreach (var line in lines)
        {
            if (line.Inflow)
                inflow = checked(inflow + line.Fen);
            else
                outflow = checked(outflow + line.Fen);
        }

        return (inflow, outflow);
    }
}
