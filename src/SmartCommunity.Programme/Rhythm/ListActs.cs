using System.Globalization;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>
/// The lists of a period are drafted. The program does it, when they fall due or because a person asks; what people made of an earlier draft of the same issue stays. Carries inputs and lines: the lines are
/// checked against <see cref="ListDraft"/> when it is entered and are never made again, so that what was signed stays what it was.
/// </summary>
/// <param name="Period">The period.</param>
/// <param name="Number">Its issue number.</param>
/// <param name="Inputs">What it is drafted from.</param>
/// <param name="Lines">The lines.</param>
public sealed record ListsDrafted(ListPeriod Period, int Number, ListInputs Inputs, IReadOnlyList<ListLine> Lines) : ProgrammeAct
{
    public override string? Subject => null;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Actor != ProgrammeEntry.System)
            return [new Refusal("lines", new Words("清单由系统起草；请使用“起草”。", "The program drafts lists from what it knows; ask it to."), "O-01")];
        var policy = context.Policies.Of(state.Policy);
        if (!ListPeriod.IsDue(Period.Cadence, Period.Due, policy.Rhythm) || Period.Due > context.Today)
            return [new Refusal("period", new Words($"{Period} 不是已到的清单日。", $"{Period} is no day on which these lists were due by today, {context.Today:yyyy-MM-dd}."), "O-01")];
        if (state.Rhythm.Lists.GetValueOrDefault(Period)?.Signed is { } signed)
            return [new Refusal("period", new Words($"已由{signed.By}签发，不再起草。", $"{signed.By} signed it; it is not drafted again."), "O-01")];
        if (Inputs.ProjectIds().FirstOrDefault(p => !state.Projects.ContainsKey(p)) is { } unknown)
            return Entered.Project(state, unknown);
        if (Number != Period.Number(policy.Rhythm))
            return [new Refusal("number", new Words($"应为第{Period.Number(policy.Rhythm)}期。", $"is {Period.Number(policy.Rhythm)} for {Period}."), "O-01")];
        return SameJson.Are(Lines, ListDraft.Of(Period, Inputs, state.Rhythm.Before(Period), state, policy)) ? [] : [new Refusal("lines", new Words("与依据不符。", "The lines do not follow from the inputs."), "O-01")];
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        var standing = state.Rhythm.Lists.GetValueOrDefault(Period);
        return state with
        {
            Rhythm = state.Rhythm.With(standing is null
                ? new ListIssue { Period = Period, Number = Number, Inputs = Inputs, Drafted = [.. Lines], DraftedAt = entry.At, Position = entry.Position }
                : standing with { Inputs = Inputs, Drafted = [.. Lines], DraftedAt = entry.At, Position = entry.Position }),
        };
    }
}

/// <summary>Something a person does to an issue that is not signed yet.</summary>
/// <param name="Period">The issue.</param>
public abstract record ListEdit(ListPeriod Period) : ProgrammeAct
{
    public sealed override string? Subject => null;

    public sealed override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        if (state.Rhythm.Lists.GetValueOrDefault(Period) is not { } issue)
            return [new Refusal("period", new Words($"{Period} 尚未起草。", $"{Period} has not been drafted."), "O-01")];
        if (issue.Signed is { } signed)
            return [new Refusal("period", new Words($"已由{signed.By}签发，不再更改；请在下一期更改。", $"{signed.By} signed it; change the next issue."), "O-01")];
        return context.Actor == ProgrammeEntry.System ? [new Refusal("actor", new Words("须由人办理。", "A person does this."), "O-01")] : Faults(state, issue, context).ToList();
    }

    /// <summary>What is wrong with it, the issue being open.</summary>
    protected abstract IEnumerable<Refusal> Faults(ProgrammeState state, ListIssue issue, ActContext context);

    /// <summary>The issue after it.</summary>
    protected abstract ListIssue Change(ListIssue issue, ProgrammeEntry entry);

    public sealed override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        return state with { Rhythm = state.Rhythm.With(Change(state.Rhythm.Lists[Period], entry) with { Position = entry.Position }) };
    }

    private protected static IEnumerable<Refusal> KnownLine(ListIssue issue, string key)
    {
        if (issue.Line(key) is null)
            yield return new Refusal("key", new Words($"清单中没有“{key}”。", $"The lists have no line '{key}'."), "O-01");
    }

    // A responsible unit is one of the pool's, or a department of the policy (O-02).
    private protected static IEnumerable<Refusal> KnownUnit(ProgrammeState state, ActContext context, string unit)
    {
        string[] known = [.. state.Projects.Values.Select(p => p.Pool.Unit).Distinct().Order(StringComparer.Ordinal), .. context.Policies.Of(state.Policy).Acceptance.Departments.Select(d => d.Code)];
        if (!known.Contains(unit))
            yield return new Refusal("unit", new Words($"没有责任单位“{unit}”；可用：{string.Join('、', known)}。", $"There is no unit '{unit}'; there are {string.Join(", ", known)}."), "O-02");
    }

    private protected static IEnumerable<Refusal> NotBefore(ListPeriod period, DateOnly due)
    {
        if (due < period.Due)
            yield return new Refusal("due", new Words($"期限 {due:yyyy-MM-dd} 早于本期 {period.Due:yyyy-MM-dd}。", $"{due:yyyy-MM-dd} is before the issue's own day, {period.Due:yyyy-MM-dd}."), "O-02");
    }
}

/// <summary>A line is changed by a person: another unit, another date, other words.</summary>
public sealed record ListLineChanged(ListPeriod Period, string Key, string Unit, DateOnly Due, string Text, string Reason) : ListEdit(Period)
{
    protected override IEnumerable<Refusal> Faults(ProgrammeState state, ListIssue issue, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(issue);
        var faults = KnownLine(issue, Key).Concat(KnownUnit(state, context, Unit)).Concat(Entered.Text("text", Text, Entered.MaxText, "O-01")).Concat(Entered.Text("reason", Reason, Entered.MaxText, "O-01"));
        // A date that is past stays as it is, it is what the line is about; a new one lies ahead.
        return issue.Line(Key)?.Due == Due ? faults : faults.Concat(NotBefore(Period, Due));
    }

    protected override ListIssue Change(ListIssue issue, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(issue);
        ArgumentNullException.ThrowIfNull(entry);
        var line = issue.Line(Key)!;
        var text = line.Text.Zh == Text.Trim() || line.Text.En == Text.Trim() ? line.Text : new Words(Text.Trim(), Text.Trim());
        return issue with { Changed = issue.Changed.SetItem(Key, new LineChange(Unit, Due, text, Reason.Trim(), entry.Actor, entry.At)) };
    }
}

/// <summary>A person adds a line.</summary>
/// <param name="Period">The issue.</param>
/// <param name="List">The list.</param>
/// <param name="Project">The project; null: the district.</param>
/// <param name="Unit">Responsible unit.</param>
/// <param name="Due">Due date.</param>
/// <param name="Text">What it says.</param>
/// <param name="Link">Path of a page of the console that proves it; null: none.</param>
public sealed record ListLineAdded(ListPeriod Period, ListKind List, string? Project, string Unit, DateOnly Due, string Text, string? Link) : ListEdit(Period)
{
    protected override IEnumerable<Refusal> Faults(ProgrammeState state, ListIssue issue, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        var faults = KnownUnit(state, context, Unit).Concat(Entered.Text("text", Text, Entered.MaxText, "O-01")).Concat(NotBefore(Period, Due)).Concat(Project is null ? [] : Entered.Project(state, Project));
        return Link is null || (Link.StartsWith('/') && !Link.StartsWith("//", StringComparison.Ordinal) && Link.Length <= Entered.MaxText)
            ? faults
            : faults.Append(new Refusal("link", new Words("须为本平台页面的路径，以 / 开头。", "is the path of a page of this console, beginning with one slash.")));
    }

    protected override ListIssue Change(ListIssue issue, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(issue);
        ArgumentNullException.ThrowIfNull(entry);
        return issue with
        {
            Added = issue.Added.Add(new ListLine
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"own/{entry.Position}"), List = List, Project = Project, Unit = Unit, Due = Due, Text = new Words(Text.Trim(), Text.Trim()), Link = Link ?? "",
                Rules = ["O-01", "O-02"], Since = Period.Due, IsOwn = true,
            }),
        };
    }
}

/// <summary>A person takes a line out.</summary>
public sealed record ListLineRemoved(ListPeriod Period, string Key, string Reason) : ListEdit(Period)
{
    protected override IEnumerable<Refusal> Faults(ProgrammeState state, ListIssue issue, ActContext context) => KnownLine(issue, Key).Concat(Entered.Text("reason", Reason, Entered.MaxText, "O-01"));

    protected override ListIssue Change(ListIssue issue, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(issue);
        ArgumentNullException.ThrowIfNull(entry);
        return issue with { Removed = issue.Removed.SetItem(Key, new LineNote(Reason.Trim(), entry.Actor, entry.At)) };
    }
}

/// <summary>A person says that an own line is done; it is not carried on. Drafted lines are done when what they name is.</summary>
public sealed record ListLineSettled(ListPeriod Period, string Key, string Note) : ListEdit(Period)
{
    protected override IEnumerable<Refusal> Faults(ProgrammeState state, ListIssue issue, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(issue);
        var faults = KnownLine(issue, Key).Concat(Entered.Text("note", Note, Entered.MaxText, "O-01"));
        return issue.Line(Key) is { IsOwn: false }
            ? faults.Append(new Refusal("key", new Words("此项由系统起草：所指之事办结后自动消除。", "The program drafted this line: it is done when what it names is."), "O-01"))
            : faults;
    }

    protected override ListIssue Change(ListIssue issue, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(issue);
        ArgumentNullException.ThrowIfNull(entry);
        return issue with { Settled = issue.Settled.SetItem(Key, new LineNote(Note.Trim(), entry.Actor, entry.At)) };
    }
}

/// <summary>A person signs the issue.</summary>
/// <param name="Period">The issue.</param>
/// <param name="Seen">Position of the issue as the person saw it.</param>
public sealed record ListsSigned(ListPeriod Period, long Seen) : ListEdit(Period)
{
    protected override IEnumerable<Refusal> Faults(ProgrammeState state, ListIssue issue, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(issue);
        if (issue.Position != Seen)
            yield return new Refusal("seen", new Words("签发前清单已有更改，请重新查看。", $"It changed since you saw it: it is at {issue.Position}, not {Seen}. Read it again."), "O-01");
    }

    protected override ListIssue Change(ListIssue issue, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(issue);
        ArgumentNullException.ThrowIfNull(entry);
        return issue with { Signed = new ListSignature(entry.Actor, entry.At) };
    }
}

/// <summary>An innovation line of a signed issue becomes a case (P-05).</summary>
public sealed record CasePromoted(ListPeriod Period, string Key, string Title, string Text) : ProgrammeAct
{
    public override string? Subject => null;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        var faults = Entered.Text("title", Title, Entered.MaxName, "P-05").Concat(Entered.Text("text", Text, Entered.MaxText, "P-05")).ToList();
        if (state.Rhythm.Lists.GetValueOrDefault(Period) is not { Signed: not null } issue)
            faults.Add(new Refusal("period", new Words("只有已签发的清单可推入案例库。", "Only lines of a signed issue become cases."), "P-05"));
        else if (issue.Line(Key)?.List != ListKind.Innovation)
            faults.Add(new Refusal("key", new Words($"创新清单中没有“{Key}”。", $"The innovation list has no line '{Key}'."), "P-05"));
        if (state.Rhythm.Cases.FirstOrDefault(c => c.Period == Period && c.Line.Key == Key) is { } known)
            faults.Add(new Refusal("key", new Words($"已为案例第 {known.Number} 号。", $"It is case {known.Number} already."), "P-05"));
        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        var cases = state.Rhythm.Cases;
        return state with
        {
            Rhythm = state.Rhythm with { Cases = cases.Add(new CaseEntry(cases.Count + 1, Period, state.Rhythm.Lists[Period].Line(Key)!, Title.Trim(), Text.Trim(), entry.Actor, entry.At)) },
        };
    }
}
