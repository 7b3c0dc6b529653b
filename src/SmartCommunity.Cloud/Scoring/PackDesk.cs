using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>The standard packs, what differs between two, and what the difference does to every community's score. Thread-safe.</summary>
public sealed class PackDesk(PackLibrary library, WhatIfDesk whatIf, ScoreQueries scores, EnrolmentIndex enrolments)
{
    /// <summary>Every pack, by first day, then name.</summary>
    public IReadOnlyList<StandardPack> All => library.Packs;

    /// <summary>The pack <c>id@version</c>; null when it is not installed.</summary>
    public StandardPack? Find(string name) => library.Find(name);

    /// <summary>What differs between two packs.</summary>
    public Outcome<PackDiff> Diff(string a, string b)
    {
        var faults = new[] { Unknown("a", a), Unknown("b", b) }.OfType<Fault>().ToArray();
        return faults.Length > 0 ? faults : PackDiff.Of(library.Find(a)!, library.Find(b)!);
    }

    /// <summary>Every community's score under the one pack and under the other, in the district's order. A community without a score says why.</summary>
    /// <param name="a">The one pack.</param>
    /// <param name="b">The other.</param>
    /// <param name="typeA">Project type under <paramref name="a"/> where it does not know a community's own; null: its first.</param>
    /// <param name="typeB">As <paramref name="typeA"/>, for <paramref name="b"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Outcome<IReadOnlyList<PackEffect>>> EffectAsync(string a, string b, string? typeA, string? typeB, CancellationToken cancellationToken)
    {
        var faults = new[] { Unknown("a", a), Unknown("b", b), UnknownType("typeA", a, typeA), UnknownType("typeB", b, typeB) }.OfType<Fault>().ToArray();
        if (faults.Length > 0)
            return faults;
        var effects = new List<PackEffect>();
        foreach (var community in enrolments.Communities)
        {
            // Without a score of its own, as in the first moment after a start, its project type is not known, and another's points would be shown.
            if (scores.Latest(community) is not { } own)
            {
                effects.Add(new PackEffect(community, null, null, null, null, ScoreQueries.NoScore(community).Message));
                continue;
            }

            var (left, leftFault) = await UnderAsync(community, own, a, typeA, cancellationToken);
            var (right, rightFault) = await UnderAsync(community, own, b, typeB, cancellationToken);
            effects.Add(new PackEffect(community, own.Pack, own.ProjectType, left, right, leftFault ?? rightFault ?? ""));
        }

        return effects;
    }

    private async Task<(PackStanding? Standing, string? Fault)> UnderAsync(string community, CommunityScore own, string name, string? typeOtherwise, CancellationToken cancellationToken)
    {
        var pack = library.Find(name)!;
        var known = pack.FindProjectType(own.ProjectType);
        var type = known ?? (typeOtherwise is null ? pack.ProjectTypes[0] : pack.FindProjectType(typeOtherwise)!);
        var outcome = await whatIf.RunAsync(community, [new ScoreEdit { Kind = EditKinds.SwitchPack, Pack = name, ProjectType = type.Code }], null, cancellationToken);
        if (!outcome.Succeeded)
            return (null, string.Join(' ', outcome.Faults.Select(static f => f.Message)));
        var score = outcome.Value!.After;
        return (new PackStanding(type.Code, known is null, score.Total, score.AcceptancePoints, score.GateFailures, score.Vetoes, score.Verdict, score.ResultHash), null);
    }

    private Fault? Unknown(string field, string name) => library.Find(name) is not null
        ? null
        : new Fault(FaultKind.NotFound, field, $"There is no pack '{Facts.FactCheck.Short(name)}'; there are: {string.Join(", ", library.Packs.Select(static p => p.Name))}.");

    private Fault? UnknownType(string field, string name, string? type) => type is null || library.Find(name) is not { } pack || pack.FindProjectType(type) is not null
        ? null
        : Facts.FactCheck.Invalid(field, $"{field} '{Facts.FactCheck.Short(type)}' must be one of pack {name}: {string.Join(", ", pack.ProjectTypes.Select(static t => t.Code))}.");
}

/// <summary>A community's score under two packs.</summary>
/// <param name="Community">Its code.</param>
/// <param name="Pack">The pack it stands under; null: none.</param>
/// <param name="ProjectType">Its project type there.</param>
/// <param name="A">Under the one; null: <paramref name="Fault"/> says why not.</param>
/// <param name="B">Under the other.</param>
/// <param name="Fault">Why it has no score; empty when it has both.</param>
public sealed record PackEffect(string Community, string? Pack, string? ProjectType, PackStanding? A, PackStanding? B, string Fault)
{
    /// <summary>Points of the scenarios under the other less those under the one.</summary>
    public double? TotalDifference => B?.Total - A?.Total;

    /// <summary>Acceptance points under the other less those under the one.</summary>
    public double? AcceptanceDifference => B?.AcceptancePoints - A?.AcceptancePoints;
}

/// <summary>A community's score under a pack, in short.</summary>
/// <param name="ProjectType">The project type it was scored as.</param>
/// <param name="IsTypeAssumed">The pack does not know the community's own project type: another was taken.</param>
/// <param name="Total">Points of the scenarios.</param>
/// <param name="AcceptancePoints">Points of the acceptance.</param>
/// <param name="GateFailures">Binding measures that keep the gate shut.</param>
/// <param name="Vetoes">Vetoes that stand.</param>
/// <param name="Verdict">What the points say.</param>
/// <param name="ResultHash">Hash of the result.</param>
public sealed record PackStanding(
    string ProjectType, bool IsTypeAssumed, double Total, double AcceptancePoints, IReadOnlyList<string> GateFailures, IReadOnlyList<string> Vetoes, Verdict Verdict, string ResultHash);
