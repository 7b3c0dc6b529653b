using System.Globalization;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Console.Acts;

/// <summary>What may be done about a project's review where it stands: what reviewers do, and what the unit answers. Pure.</summary>
internal static class ReviewForms
{
    private static readonly (string Code, Words Name)[] _outcomes =
        [(nameof(ChallengeOutcome.Upheld), new("成立，转为整改意见", "upheld: it becomes a finding")), (nameof(ChallengeOutcome.Withdrawn), new("撤回", "withdrawn"))];

    /// <summary>The forms of a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="measures">Measures that may be challenged.</param>
    /// <param name="measure">The one chosen beforehand; null: none.</param>
    internal static IReadOnlyList<ActForm> Of(ProjectState project, IReadOnlyList<(string Code, Words Name)> measures, string? measure) =>
        project.Process.Ended is null ? [.. OfReviewer(project, measures, measure), .. OfUnit(project)] : [];

    private static ActField Due => new("due", ActFieldKind.Day);

    private static ActField Remark => new("remark", ActFieldKind.Text);

    private static IEnumerable<ActForm> OfReviewer(ProjectState project, IReadOnlyList<(string Code, Words Name)> measures, string? measure)
    {
        var (id, left) = (project.Id, ReviewLeft.Of(project));
        if (ReviewAct.ReviewedStages.Contains(project.Process.Stage))
        {
            yield return new(
                "measureChallenged", [new("measure", ActFieldKind.Choice, measures, measure ?? ""), new("reason", ActFieldKind.Text, Word: "doubt"), new("due", ActFieldKind.Day, Word: "answerDue")],
                v => new MeasureChallenged(id, v.Text("measure"), v.Text("reason"), v.Day("due")));
            if (left.Unchecked.Count == 0)
                yield return new("sampleDrawn", [new("count", ActFieldKind.Number), new("sharePercent", ActFieldKind.Number)], v => new SampleDrawn(id, v.OptionalNumber("count"), v.OptionalNumber("sharePercent")));
        }

        if (left.Unchecked.Count > 0)
        {
            yield return new(
                "sampleChecked", [new("piece", ActFieldKind.Choice, [.. left.Unchecked.Select(u => ($"{u.Sample}:{u.Piece.Id}", Same($"{u.Piece.Id} {u.Piece.Title}")))]), new("inOrder", ActFieldKind.Check), Remark, Due],
                v => new SampleChecked(id, SampleOf(v), PieceOf(v), v.Flag("inOrder"), v.Text("remark"), v.OptionalDay("due")));
        }

        if (left.Challenges.Count > 0)
        {
            yield return new(
                "challengeClosed", [Challenges(left.Challenges), new("outcome", ActFieldKind.Choice, _outcomes), new("text", ActFieldKind.Text), Due],
                v => new ChallengeClosed(id, v.Number("challenge"), v.Choice<ChallengeOutcome>("outcome"), v.Text("text"), v.OptionalDay("due")));
        }

        if (project.Process.Findings.Where(static f => f.Answer is not null).ToList() is { Count: > 0 } answered)
            yield return new("findingReopened", [Findings(answered), new("reason", ActFieldKind.Text), Due], v => new FindingReopened(id, v.Number("no"), v.Text("reason"), v.Day("due")));
        if (project.Review.IsRunning)
            yield return new("reviewSigned", [Remark], v => new ReviewSigned(id, v.Text("remark")));
    }

    private static IEnumerable<ActForm> OfUnit(ProjectState project)
    {
        var (id, left) = (project.Id, ReviewLeft.Of(project));
        if (left.Challenges.Where(static c => c.Answer is null).ToList() is { Count: > 0 } open)
            yield return new("challengeAnswered", [Challenges(open), new("answer", ActFieldKind.Text, Word: "challengeAnswer")], v => new ChallengeAnswered(id, v.Number("challenge"), v.Text("answer")));
        if (left.Findings.Count > 0)
            yield return new("findingAnswered", [Findings(left.Findings), new("answer", ActFieldKind.Text)], v => new FindingAnswered(id, v.Number("no"), v.Text("answer")));
    }

    private static ActField Challenges(IReadOnlyList<Challenge> challenges) => new("challenge", ActFieldKind.Choice, [.. challenges.Select(static c => (Text(c.No), Same($"{c.No} {c.Measure}: {c.Reason}")))], Text(challenges[0].No));

    private static ActField Findings(IReadOnlyList<Finding> findings) => new("no", ActFieldKind.Choice, [.. findings.Select(static f => (Text(f.No), Same($"{f.No} {f.Text}")))], Text(findings[0].No));

    // A choice is a sample's number and a piece's id.
    private static int SampleOf(ActValues values) => int.TryParse(values.Text("piece").Split(':', 2)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sample) ? sample : values.Number("piece");

    private static string PieceOf(ActValues values) => values.Text("piece").Split(':', 2) is [_, var piece] ? piece : "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Words Same(string text) => new(text, text);
}
