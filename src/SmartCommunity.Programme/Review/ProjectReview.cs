using System.Collections.Immutable;

namespace SmartCommunity.Programme.Review;

/// <summary>What reviewers did about a project: challenges, samples, signatures. What they found stands among the findings of its process. Immutable.</summary>
public sealed record ProjectReview
{
    public static ProjectReview Empty { get; } = new();

    /// <summary>Challenges, numbered from 1 in the order they were made.</summary>
    public ImmutableList<Challenge> Challenges { get; init; } = [];

    /// <summary>Samples of evidence, numbered from 1 in the order they were drawn.</summary>
    public ImmutableList<Sample> Samples { get; init; } = [];

    /// <summary>Signatures, in order; a review ends with one.</summary>
    public ImmutableList<ReviewSignature> Signatures { get; init; } = [];

    /// <summary>Something was challenged or drawn since the last signature.</summary>
    public bool IsRunning { get; init; }
}

/// <summary>A challenge of one measure.</summary>
/// <param name="No">From 1.</param>
/// <param name="Measure">The measure's id.</param>
/// <param name="Reason">What is doubted.</param>
/// <param name="By">Who challenged.</param>
/// <param name="On">When.</param>
/// <param name="Due">Day it is to be answered by.</param>
/// <param name="Frozen">The score it is about, with the hash of its proof.</param>
public sealed record Challenge(int No, string Measure, string Reason, string By, DateOnly On, DateOnly Due, FrozenMeasure Frozen)
{
    /// <summary>The unit's answer; null before.</summary>
    public Statement? Answer { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public ChallengeEnd? End { get; init; }
}

/// <summary>A text somebody said on a day.</summary>
public sealed record Statement(string Text, string By, DateOnly On);

/// <summary>How a challenge ended.</summary>
/// <param name="Outcome">Upheld or withdrawn.</param>
/// <param name="Said">The reviewer's words.</param>
/// <param name="Finding">Number of the finding it became; null when withdrawn.</param>
public sealed record ChallengeEnd(ChallengeOutcome Outcome, Statement Said, int? Finding);

/// <summary>What becomes of a challenge.</summary>
public enum ChallengeOutcome
{
    /// <summary>The doubt was right: it is a finding now.</summary>
    Upheld,

    /// <summary>The doubt is settled.</summary>
    Withdrawn,
}

/// <summary>
/// A measure as it was recorded when it was challenged, and the proof of it: a signed bundle that anyone verifies without the cloud. Taken by the cloud; kept, so that the same bytes come again whatever is measured later.
/// </summary>
/// <param name="Position">Position of the community's log the score follows from.</param>
/// <param name="At">The instant the score is of.</param>
/// <param name="Pack"><c>id@version</c> of the standard pack.</param>
/// <param name="ResultHash">Hash of the score, as it was recorded.</param>
/// <param name="Points">The measure's points; null when they are hidden, as they are of few residents.</param>
/// <param name="MaxPoints">The most it can have.</param>
/// <param name="EnteredBy">Who handed in the evidence and entered the facts it counts.</param>
/// <param name="Sha256">SHA-256 of the proof, lower-case hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
public sealed record FrozenMeasure(long Position, DateTimeOffset At, string Pack, string ResultHash, double? Points, double MaxPoints, IReadOnlyList<string> EnteredBy, string Sha256, long Bytes);

/// <summary>A sample of the evidence that counted when it was drawn.</summary>
/// <param name="No">From 1.</param>
/// <param name="Seed">See <see cref="SampleRule"/>.</param>
/// <param name="Rule">Name of the rule it was drawn by.</param>
/// <param name="Pool">All it was drawn from.</param>
/// <param name="Drawn">Ids of the pieces drawn, in the order of their tickets.</param>
/// <param name="By">Who drew.</param>
/// <param name="On">When.</param>
public sealed record Sample(int No, string Seed, string Rule, IReadOnlyList<PooledPiece> Pool, IReadOnlyList<string> Drawn, string By, DateOnly On)
{
    /// <summary>What was found, by id of the piece.</summary>
    public ImmutableSortedDictionary<string, SampleCheck> Checks { get; init; } = ImmutableSortedDictionary.Create<string, SampleCheck>(StringComparer.Ordinal);

    /// <summary>Ids of the pieces drawn that nobody has checked.</summary>
    public IEnumerable<string> Unchecked => Drawn.Where(id => !Checks.ContainsKey(id));

    /// <summary>A piece of the pool.</summary>
    public PooledPiece Piece(string id) => Pool.First(p => p.Id == id);
}

/// <summary>A piece of evidence in a pool.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Sha256">Hash of its document.</param>
/// <param name="EnteredBy">Who handed it in.</param>
public sealed record PooledPiece(string Id, string Kind, string Title, string Sha256, string EnteredBy);

/// <summary>A drawn piece was checked.</summary>
/// <param name="InOrder">It shows what it should.</param>
/// <param name="Said">The reviewer's words; empty when there is nothing to say.</param>
/// <param name="Finding">Number of the finding when it is not in order.</param>
public sealed record SampleCheck(bool InOrder, Statement Said, int? Finding);

/// <summary>A reviewer signed: everything challenged, drawn and found until then is settled.</summary>
public sealed record ReviewSignature(string By, DateOnly On, Process.Stage Stage, string Remark);
