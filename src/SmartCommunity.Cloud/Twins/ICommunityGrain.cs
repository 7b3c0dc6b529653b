using SmartCommunity.Cloud.Facts;

namespace SmartCommunity.Cloud.Twins;

/// <summary>The one place where a community's state lives. Key = community code.</summary>
[Alias("SmartCommunity.ICommunityGrain")]
public interface ICommunityGrain : IGrainWithStringKey
{
    /// <summary>Folds committed entries, in order. Entries already folded are skipped; missing ones are read from the log first.</summary>
    [Alias("Apply")]
    Task ApplyAsync(CommunityEntry[] entries);

    /// <summary>Reads and folds whatever the log holds beyond the state.</summary>
    [Alias("CatchUp")]
    Task CatchUpAsync();

    /// <summary>Highest registry version folded: what the log still lacks is later than this.</summary>
    [Alias("RegistryVersion")]
    Task<long> RegistryVersionAsync();

    /// <summary>Highest registry version of twins folded: what the log still lacks is later than this.</summary>
    [Alias("GraphVersion")]
    Task<long> GraphVersionAsync();

    /// <summary>How far the log is complete in what people say, by kind.</summary>
    [Alias("FactsVersions")]
    Task<FactsVersions> FactsVersionsAsync();

    /// <summary>Hash of the alert rules in force; empty: none yet.</summary>
    [Alias("RuleSetHash")]
    Task<string> RuleSetHashAsync();

    /// <summary>What rules in shadow would have raised, as the bytes of a snapshot's part.</summary>
    [Alias("Shadows")]
    Task<byte[]> ShadowsAsync();

    /// <summary>How the value of a measure came about, now, as JSON; null without a score or without such a measure.</summary>
    [Alias("Explain")]
    Task<byte[]?> ExplainAsync(string measure, bool maySeeSuppressed);

    /// <summary>What edits (JSON) would do to the score, as JSON; null without a score. Changes nothing.</summary>
    [Alias("WhatIf")]
    Task<byte[]?> WhatIfAsync(byte[] edits);

    /// <summary>The state as it is, as bytes of a snapshot.</summary>
    [Alias("Copy")]
    Task<byte[]> CopyAsync();

    /// <summary>Writes a snapshot now.</summary>
    [Alias("SaveSnapshot")]
    Task SaveSnapshotAsync();
}
