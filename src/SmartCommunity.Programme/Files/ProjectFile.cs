using System.Collections.Immutable;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Files;

/// <summary>一社一档: the sections the policy wants, the survey, and documents by version and hash. Immutable.</summary>
public sealed record ProjectFile
{
    public static ProjectFile Empty { get; } = new();

    /// <summary>Texts of the survey by head (G-06).</summary>
    public ImmutableSortedDictionary<string, string> Survey { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Documents in the order they came, every version.</summary>
    public ImmutableList<ProjectDocument> Documents { get; init; } = [];

    /// <summary>Reviews of the plans, in the order they were held (G-08).</summary>
    public ImmutableList<PlanReview> Reviews { get; init; } = [];

    /// <summary>The newest version of each document of a section, by title.</summary>
    public IEnumerable<ProjectDocument> Newest(string section) => Documents.Where(d => d.Section == section).GroupBy(d => d.Title).Select(g => g.Last()).Where(d => !d.Withdrawn);

    /// <summary>What is there and what is missing, by the policy.</summary>
    public Completeness Completeness(FilePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var sections = policy.Sections.Where(s => Newest(s.Code).Any()).Select(s => s.Code).ToHashSet();
        var heads = policy.SurveyHeads.Where(h => Survey.ContainsKey(h.Code)).Select(h => h.Code).ToHashSet();
        return new Completeness([.. policy.Sections.Where(s => !sections.Contains(s.Code))], [.. policy.SurveyHeads.Where(h => !heads.Contains(h.Code))], sections.Count + heads.Count, policy.Sections.Count + policy.SurveyHeads.Count);
    }

    /// <summary>Whether the newest review of a plan passed.</summary>
    public bool PlanPassed(string plan) => Reviews.LastOrDefault(r => r.Plan == plan)?.Passed == true;
}

/// <summary>How much of a file is there.</summary>
/// <param name="MissingSections">Sections without a document.</param>
/// <param name="MissingHeads">Survey heads without a text.</param>
/// <param name="Present">Sections and heads that are there.</param>
/// <param name="Wanted">Sections and heads there should be.</param>
public sealed record Completeness(IReadOnlyList<Heading> MissingSections, IReadOnlyList<Heading> MissingHeads, int Present, int Wanted)
{
    /// <summary>0 to 1.</summary>
    public double Share => Wanted == 0 ? 1 : (double)Present / Wanted;
}

/// <summary>A version of a document. Its bytes lie with the evidence, under their hash.</summary>
/// <param name="Section">Code of the section, or of the plan.</param>
/// <param name="Title">What it is called; the same title again is its next version.</param>
/// <param name="Version">From 1.</param>
/// <param name="FileName">As it was uploaded.</param>
/// <param name="Sha256">Hash of its bytes, lower-case hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="On">Its day.</param>
/// <param name="By">Who entered it.</param>
/// <param name="Withdrawn">It does not count any more; its versions stay.</param>
public sealed record ProjectDocument(string Section, string Title, int Version, string FileName, string Sha256, long Bytes, DateOnly On, string By, bool Withdrawn);

/// <summary>A plan was reviewed (G-08).</summary>
public sealed record PlanReview(string Plan, bool Passed, string Minutes, DateOnly On);
