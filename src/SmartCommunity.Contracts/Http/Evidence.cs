namespace SmartCommunity.Contracts.Http;

/// <summary>What is said of a document that is handed in as evidence.</summary>
public sealed record NewEvidence
{
    /// <summary>Code of its definition in the community's pack.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is, 1 to 120 characters; the file name when empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Name of the file, 1 to 120 characters, whose ending says what it is.</summary>
    public required string FileName { get; init; }

    /// <summary>Day (Asia/Shanghai) it is of: of the drill, of the document; not in the future.</summary>
    public required DateOnly? Dated { get; init; }

    /// <summary>Last day it counts, not before <see cref="Dated"/>; null = as long as its kind says.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary>Name of the person who hands it in, 1 to 60 characters.</summary>
    public required string SubmittedBy { get; init; }
}

/// <summary>A reviewer's decision about evidence that waits.</summary>
public sealed record NewReview
{
    /// <summary><c>accepted</c> or <c>refused</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>Name of the reviewer, 1 to 60 characters; not the person who handed it in.</summary>
    public required string Reviewer { get; init; }

    /// <summary>At most 500 characters; required to refuse.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Score, 0 to 100, where the kind is scored; only when accepting.</summary>
    public double? Score { get; init; }

    /// <summary>The reviewer checked on site; default false.</summary>
    public bool Inspected { get; init; }

    /// <summary>Last day it counts, when the reviewer sees another one than the submitter; null leaves it.</summary>
    public DateOnly? Expires { get; init; }
}

/// <summary>Takes evidence back that waits or was accepted.</summary>
public sealed record NewWithdrawal
{
    /// <summary>Name of the person who takes it back, 1 to 60 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>Why, 1 to 500 characters.</summary>
    public required string Comment { get; init; }
}

/// <summary>A piece of evidence without its document, which is at <c>…/evidence/{id}/document</c>.</summary>
public sealed record EvidenceView(
    string Id, string Community, string Kind, string Title, string FileName, string MediaType, long Bytes, string Sha256, DateOnly Dated, DateOnly? Expires, string State,
    string SubmittedBy, DateTimeOffset SubmittedAt, string? Reviewer, DateTimeOffset? ReviewedAt, string Comment, double? Score, bool Inspected, long Revision);

/// <summary>A piece of evidence as the review queue shows it.</summary>
/// <param name="Evidence">The piece.</param>
/// <param name="Pack"><c>id@version</c> of the pack its community stands under; null: under none, or one that is not installed.</param>
/// <param name="CountsUntil">Last day it counts, as it says itself or as its kind says; null: for ever.</param>
/// <param name="Measures">Ids of that pack's measures that need it.</param>
public sealed record QueuedEvidenceView(EvidenceView Evidence, string? Pack, DateOnly? CountsUntil, IReadOnlyList<string> Measures);
