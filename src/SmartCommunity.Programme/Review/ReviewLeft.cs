using System.Globalization;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Review;

/// <summary>What of a review is open: while anything is, nobody signs it off. Pure.</summary>
/// <param name="Challenges">Challenges not closed.</param>
/// <param name="Unchecked">Drawn pieces nobody has checked, by number of the sample.</param>
/// <param name="Findings">Findings not answered.</param>
public sealed record ReviewLeft(IReadOnlyList<Challenge> Challenges, IReadOnlyList<UncheckedPiece> Unchecked, IReadOnlyList<Finding> Findings)
{
    /// <summary>Something is open.</summary>
    public bool Any => Challenges.Count + Unchecked.Count + Findings.Count > 0;

    /// <summary>The first day something is due by; null when nothing is.</summary>
    public DateOnly? NextDue => Challenges.Where(static c => c.Answer is null).Select(static c => c.Due).Concat(Findings.Select(static f => f.Due)).Select(static d => (DateOnly?)d).Min();

    /// <summary>What is open of a project's review.</summary>
    public static ReviewLeft Of(ProjectState project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return new ReviewLeft(
            [.. project.Review.Challenges.Where(static c => c.End is null)], [.. project.Review.Samples.SelectMany(static s => s.Unchecked.Select(id => new UncheckedPiece(s.No, s.Piece(id))))], [.. project.Process.Open]);
    }

    /// <summary>Why it is not signed off: which challenges, which pieces, which findings.</summary>
    public IEnumerable<Refusal> Refusals()
    {
        if (Challenges.Count > 0)
            yield return new Refusal("challenges", new Words($"尚未办结的质询：第 {Names(Challenges.Select(static c => $"{c.No} 号（{c.Measure}）"), zh: true)}。", $"Challenges still open: {Names(Challenges.Select(static c => $"{c.No} ({c.Measure})"), zh: false)}."), ReviewAct.Rule);
        if (Unchecked.Count > 0)
            yield return new Refusal("samples", new Words($"尚未核查的抽样：{Names(Unchecked.Select(static u => $"第 {u.Sample} 次 {u.Piece.Id}"), zh: true)}。", $"Drawn and not checked yet: {Names(Unchecked.Select(static u => $"sample {u.Sample}, {u.Piece.Id}"), zh: false)}."), ReviewAct.Rule);
        if (Findings.Count > 0)
            yield return new Refusal("findings", new Words($"尚未整改：第 {Names(Findings.Select(No), zh: true)} 条。", $"Findings not answered yet: {Names(Findings.Select(No), zh: false)}."), ReviewAct.Rule, ReviewAct.DueRule);
    }

    private static string No(Finding finding) => finding.No.ToString(CultureInfo.InvariantCulture);

    private static string Names(IEnumerable<string> names, bool zh) => string.Join(zh ? "、" : ", ", names);
}

/// <summary>A drawn piece that was not checked.</summary>
public sealed record UncheckedPiece(int Sample, PooledPiece Piece);
