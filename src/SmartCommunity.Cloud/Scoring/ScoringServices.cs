using SmartCommunity.Cloud.Scoring.Advice;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>Composes the slice.</summary>
internal static class ScoringServices
{
    /// <summary>Folder beside the registry with packs the district adds, one <c>.yaml</c> file each; read at start.</summary>
    internal const string PackFolder = "packs";

    /// <summary>The ledger of scores, beside the registry.</summary>
    internal const string LedgerFile = "scores.db";

    /// <summary>Reads the packs and opens the ledger of scores. A pack with faults is left out and said; communities that stand under it have no score.</summary>
    internal static IServiceCollection AddScoring(this IServiceCollection services, string dataFolder)
    {
        var library = PacksOf(dataFolder);
        ScoringPacks.Use(library.Packs);
        services.AddSingleton(library);
        services.AddSingleton(_ => ScoreLedger.Open(Path.Combine(dataFolder, LedgerFile)));
        services.AddSingleton<ScoreBoard>();
        services.AddSingleton<ScoreQueries>();
        services.AddSingleton<ScoredStates>();
        services.AddSingleton<WhatIfDesk>();
        services.AddSingleton<ActionDesk>();
        services.AddSingleton<AdviceDesk>();
        services.AddSingleton<PackDesk>();
        services.AddSingleton<ScoreForecasts>();
        return services;
    }

    /// <summary>The shipped packs and those of a data folder.</summary>
    internal static PackLibrary PacksOf(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, PackFolder);
        return Directory.Exists(folder)
            ? PackLibrary.With(Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(static f => new PackFile(f, File.ReadAllBytes(f))))
            : PackLibrary.Shipped;
    }
}
