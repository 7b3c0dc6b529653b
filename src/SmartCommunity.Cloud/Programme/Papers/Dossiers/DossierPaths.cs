namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>Where things lie in a bundle.</summary>
internal static class DossierPaths
{
    internal const string Instructions = "README.txt", Score = "score/score.json", Explanations = "score/explanations.json";

    internal const string State = "lineage/state.bin", Log = "lineage/log.bin", Classes = "lineage/classes.json";

    internal const string StandardPacks = "packs/standard/", Policy = "packs/policy.yaml";

    internal const string Challenge = "challenge.json";

    internal const string Facts = "facts/facts.json", Evidence = "evidence/index.json", EvidenceFolder = "evidence/", Programme = "programme/entries.jsonl", Project = "programme/project.json", Documents = "programme/documents/", Papers = "papers/";
}
