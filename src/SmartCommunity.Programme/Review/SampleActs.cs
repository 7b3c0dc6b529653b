using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Review;

/// <summary>A reviewer has a sample of the accepted evidence drawn, by count or by share. Seed and pool are in the log, so that anyone draws it again (<see cref="SampleRule"/>).</summary>
/// <param name="Project">The project.</param>
/// <param name="Count">How many pieces; null when a share is asked for.</param>
/// <param name="SharePercent">Hundredths of the pool, rounded up to whole pieces; null when a count is asked for.</param>
/// <param name="Seed">Drawn by the cloud, whatever a client sends.</param>
/// <param name="Pool">The community's accepted evidence; taken by the cloud, whatever a client sends.</param>
public sealed record SampleDrawn(string Project, int? Count, int? SharePercent, string? Seed = null, IReadOnlyList<PooledPiece>? Pool = null) : ReviewAct(Project)
{
    protected override bool IsAtReviewOnly => true;

    protected override IEnumerable<Refusal> Needs(ProjectState project, ActContext context)
    {
        var pool = Pool?.Count ?? 0;
        if (Count is null == SharePercent is null)
            yield return new Refusal("count", new Words("件数与比例须填一项，且只填一项。", "Say either how many or what share, not both."), Rule);
        if (Count is { } count && (count < 1 || count > pool))
            yield return new Refusal("count", new Words($"须为 1 至 {pool}（已采信佐证件数），现为 {count}。", $"must be 1 to {pool}, the number of accepted pieces; it is {count}."), Rule);
        if (SharePercent is < 1 or > SampleRule.WholePercent)
            yield return new Refusal("sharePercent", new Words($"须为 1 至 {SampleRule.WholePercent}，现为 {SharePercent}。", $"must be 1 to {SampleRule.WholePercent}; it is {SharePercent}."), Rule);
        if (pool == 0 || string.IsNullOrEmpty(Seed))
            yield return new Refusal("pool", new Words("社区没有已采信的佐证，无可抽查。", "The community has no accepted evidence to draw from."), Rule);
        // A sample is not drawn again until one likes it.
        if (project.Review.Samples.FirstOrDefault(s => s.Unchecked.Any()) is { } open)
            yield return new Refusal("project", new Words($"第 {open.No} 次抽查尚有 {open.Unchecked.Count()} 件未核。", $"Sample {open.No} has {open.Unchecked.Count()} pieces that were not checked."), Rule);
    }

    protected override ProjectState Change(ProjectState project, ProgrammeEntry entry)
    {
        var count = Count ?? SampleRule.CountOf(SharePercent!.Value, Pool!.Count);
        var sample = new Sample(project.Review.Samples.Count + 1, Seed!, SampleRule.Name, Pool!, SampleRule.Draw(Seed!, Pool!.Select(static p => p.Id), count), entry.Actor, Day(entry));
        return project with { Review = project.Review with { Samples = project.Review.Samples.Add(sample), IsRunning = true } };
    }
}

/// <summary>A reviewer checked a drawn piece; one that is not in order becomes a finding.</summary>
/// <param name="Project">The project.</param>
/// <param name="Sample">Number of the sample.</param>
/// <param name="Piece">Id of the evidence.</param>
/// <param name="InOrder">It shows what it should.</param>
/// <param name="Remark">What is wrong; may be empty when it is in order.</param>
/// <param name="Due">Day the finding is to be answered by; only when it is not in order.</param>
public sealed record SampleChecked(string Project, int Sample, string Piece, bool InOrder, string Remark, DateOnly? Due = null) : ReviewAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProjectState project, ActContext context)
    {
        if (!InOrder)
        {
            foreach (var refusal in Entered.Text("remark", Remark, Entered.MaxText, Rule).Concat(DueFaults(Due, context)))
                yield return refusal;
        }
        else
        {
            foreach (var refusal in Entered.OptionalText("remark", Remark, Rule))
                yield return refusal;
            if (Due is not null)
                yield return new Refusal("due", new Words("符合要求的佐证没有期限。", "A piece that is in order has nothing due."), DueRule);
        }

        var review = project.Review;
        if (Sample < 1 || Sample > review.Samples.Count)
        {
            yield return new Refusal("sample", new Words($"没有第 {Sample} 次抽查；共 {review.Samples.Count} 次。", $"There is no sample {Sample}; there are {review.Samples.Count}."), Rule);
            yield break;
        }

        var sample = review.Samples[Sample - 1];
        if (!sample.Drawn.Contains(Piece, StringComparer.Ordinal))
        {
            yield return new Refusal("piece", new Words($"第 {Sample} 次抽查没有抽到“{Piece}”。", $"Sample {Sample} did not draw '{Piece}'; it drew {string.Join(", ", sample.Drawn)}."), Rule);
            yield break;
        }

        if (sample.Checks.TryGetValue(Piece, out var known))
            yield return new Refusal("piece", new Words($"已于 {known.Said.On:yyyy-MM-dd} 核查。", $"It was checked on {known.Said.On:yyyy-MM-dd}."), Rule);
        foreach (var refusal in Entered.Day(On, context.Today, sample.On).Concat(NotSame(context.Actor, sample.Piece(Piece).EnteredBy, new("该佐证的提交人", "who handed in this piece"))))
            yield return refusal;
    }

    protected override ProjectState Change(ProjectState project, ProgrammeEntry entry)
    {
        var said = new Statement(Remark?.Trim() ?? "", entry.Actor, Day(entry));
        var (next, finding) = (project, (int?)null);
        if (!InOrder)
        {
            var piece = project.Review.Samples[Sample - 1].Piece(Piece);
            (next, finding) = WithFinding(project, $"{(piece.Title.Length > 0 ? piece.Title : piece.Kind)} ({piece.Id}): {said.Text}", Due!.Value);
        }

        var sample = next.Review.Samples[Sample - 1];
        return next with { Review = next.Review with { Samples = next.Review.Samples.SetItem(Sample - 1, sample with { Checks = sample.Checks.SetItem(Piece, new SampleCheck(InOrder, said, finding)) }) } };
    }
}
