using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>The bulletin of a month is frozen (O-04). The program does it, month after month in order; there is no act that changes one.</summary>
/// <param name="Bulletin">The bulletin.</param>
public sealed record BulletinFrozen(Bulletin Bulletin) : ProgrammeAct
{
    public override string? Subject => null;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Actor != ProgrammeEntry.System)
            yield return new Refusal("actor", new Words("通报由系统冻结。", "The program freezes bulletins."), "O-04");
        if (state.Rhythm.Bulletins.ContainsKey(Bulletin.Month))
            yield return new Refusal("bulletin.month", new Words($"{Bulletin.Month}通报已冻结；如有差错请发勘误。", $"The bulletin of {Bulletin.Month} is frozen; say what is wrong in an erratum."), "O-04");
        if (state.Rhythm.Bulletins.Keys.LastOrDefault() is var last && last > Bulletin.Month)
            yield return new Refusal("bulletin.month", new Words($"{last}通报已冻结，须按月份顺序。", $"That of {last} is frozen already; they are frozen in the order of their months."), "O-04");
        if (ProgrammeEntry.DayOf(Bulletin.AsOf) != Bulletin.Month.Add(1).FirstDay || context.Today < Bulletin.Month.Add(1).FirstDay)
            yield return new Refusal("bulletin.asOf", new Words($"{Bulletin.Month}通报于次月1日冻结。", $"The bulletin of {Bulletin.Month} is frozen on the first day of the month after it."), "O-04");
        if (Bulletin.Hash != Bulletin.ComputeHash())
            yield return new Refusal("bulletin.hash", new Words("与内容不符。", "It is not the hash of the content."), "O-04");
        foreach (var row in Bulletin.Rows.Where(r => !state.Projects.ContainsKey(r.Project)))
            yield return new Refusal("bulletin.rows", new Words($"项目库中没有“{row.Project}”。", $"The pool has no project '{row.Project}'."), "O-04");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        return state with { Rhythm = state.Rhythm.With(new BulletinIssue { Bulletin = Bulletin, FrozenAt = entry.At }) };
    }
}

/// <summary>An erratum to a frozen bulletin (O-04): by a person, or by the program when a score was revised after it was frozen.</summary>
/// <param name="Month">The bulletin.</param>
/// <param name="Project">The project; null: the bulletin as a whole.</param>
/// <param name="Figure">What is corrected.</param>
/// <param name="Is">What is right; null when words say it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Revision">Revision of the score it comes from; null: none.</param>
public sealed record ErratumAdded(Month Month, string? Project, BulletinFigure Figure, double? Is, string Reason, int? Revision) : ProgrammeAct
{
    private const double MaxPoints = 100;

    public override string? Subject => null;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        foreach (var refusal in Entered.Text("reason", Reason, Entered.MaxText, "O-04"))
            yield return refusal;
        if (!state.Rhythm.Bulletins.TryGetValue(Month, out var issue))
        {
            yield return new Refusal("month", new Words($"没有{Month}通报。", $"There is no bulletin of {Month}."), "O-04");
            yield break;
        }

        if (Project is not null && issue.Bulletin.Row(Project) is null)
            yield return new Refusal("project", new Words($"{Month}通报中没有“{Project}”。", $"The bulletin of {Month} has no project '{Project}'."), "O-04");
        if (Figure == BulletinFigure.Total && (Project is null || Is is not (>= 0 and <= MaxPoints)))
            yield return new Refusal("is", new Words($"总分勘误须指明项目，分值0至{MaxPoints}。", $"A corrected total names its project and is 0 to {MaxPoints}."), "O-04");
        if (Figure == BulletinFigure.Total && Project is not null && Is is { } total && issue.TotalOf(Project) == total)
            yield return new Refusal("is", new Words("与现值相同。", "That is what stands there."), "O-04");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        var issue = state.Rhythm.Bulletins[Month];
        var was = Figure == BulletinFigure.Total && Project is not null ? issue.TotalOf(Project) : null;
        return state with
        {
            Rhythm = state.Rhythm.With(issue with { Errata = issue.Errata.Add(new Erratum(issue.Errata.Count + 1, Project, Figure, was, Is, Reason.Trim(), Revision, entry.Actor, entry.At)) }),
        };
    }
}
