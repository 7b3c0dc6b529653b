using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Tests.Programme.Review;

/// <summary>A project at the district's review, with a reviewer, and acts as the cloud completes them.</summary>
internal sealed class ReviewWalk
{
    internal const string Project = ProgrammeWalk.Project, Reviewer = "Zhou (zhou.r)", Measure = "LL-01a", Seed = "00ff", Submitter = "Chen Clerk";

    internal ReviewWalk() => Walk.To(Stage.DistrictReview);

    internal ProgrammeWalk Walk { get; } = new();

    internal ProjectState State => Walk[Project];

    internal ProjectReview Review => State.Review;

    internal DateOnly Today => Walk.Today;

    /// <summary>Pieces ev-1 to ev-n; every third was handed in by <see cref="Submitter"/>.</summary>
    internal static IReadOnlyList<PooledPiece> Pool(int pieces) =>
        [.. Enumerable.Range(1, pieces).Select(static n => new PooledPiece($"ev-{n}", "covenant", $"Pact {n}", new string('c', 64), n % 3 == 0 ? Submitter : "Wu Other"))];

    internal static FrozenMeasure Frozen(params IReadOnlyList<string> by) => new(100, new DateTimeOffset(2021, 8, 1, 0, 0, 0, TimeSpan.Zero), "zj@1", new string('d', 64), 1.5, 2, by, new string('e', 64), 4096);

    internal MeasureChallenged Challenge(string measure = Measure) => new(Project, measure, "The count looks too high.", Today.AddDays(7), Frozen());

    internal static SampleDrawn Draw(int count = 2, int pool = 6, string seed = Seed) => new(Project, count, null, seed, Pool(pool));

    internal ReviewWalk Do(ProgrammeAct act, string actor = Reviewer)
    {
        Walk.Do(act, actor);
        return this;
    }

    internal void Refused(ProgrammeAct act, string field, string? rule = "A-02", string actor = Reviewer) => Walk.Refused(act, field, rule, actor);

    /// <summary>Checks every drawn piece in order.</summary>
    internal ReviewWalk CheckAll()
    {
        foreach (var left in ReviewLeft.Of(State).Unchecked)
            Do(new SampleChecked(Project, left.Sample, left.Piece.Id, true, ""));
        return this;
    }
}
