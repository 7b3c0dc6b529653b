using MessagePack;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// Snapshot layout: <see cref="ScoringFacts"/>. Canonical: every list in its own order, so equal states give equal bytes. Keys are positions in an array; only ever append.
/// </summary>
[MessagePackObject]
public sealed record FactsRecord(
    [property: Key(0)] LoggedFact[] Facts,
    [property: Key(1)] LoggedRecord[] Records,
    [property: Key(2)] LoggedEvidence[] Evidence,
    [property: Key(3)] LoggedStep[] Steps,
    [property: Key(4)] LoggedStanding? Standing,
    [property: Key(5)] long FactsVersion,
    [property: Key(6)] long EvidenceVersion,
    [property: Key(7)] long StepsVersion)
{
    internal static FactsRecord Of(ScoringFacts facts) => new(
        [.. facts.Facts.Values], [.. facts.Records.Values], [.. facts.Evidence.Values], [.. facts.Steps.Values], facts.Standing,
        facts.Versions.Facts, facts.Versions.Evidence, facts.Versions.Steps);

    internal void FillInto(ScoringFacts facts)
    {
        foreach (var fact in Facts)
            facts.Put(fact);
        foreach (var row in Records)
            facts.Put(row);
        foreach (var row in Evidence)
            facts.Put(row);
        foreach (var step in Steps)
            facts.Put(step);
        if (Standing is { } standing)
            facts.Put(standing);
        facts.Versions = new FactsVersions(FactsVersion, EvidenceVersion, StepsVersion);
    }
}
