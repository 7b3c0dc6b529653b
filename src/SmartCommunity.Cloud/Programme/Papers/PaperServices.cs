using SmartCommunity.Cloud.Programme.Papers.Dossiers;

namespace SmartCommunity.Cloud.Programme.Papers;

/// <summary>Puts papers and dossiers into a host.</summary>
internal static class PaperServices
{
    /// <summary>The programme, the registry, facts and scoring are registered beside it.</summary>
    internal static IServiceCollection AddPapers(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(_ => new PaperTemplates(dataFolder));
        services.AddSingleton(_ => new PolicyFiles(dataFolder));
        services.AddSingleton(_ => new SigningKey(Path.Combine(dataFolder, SigningKey.KeyFile)));
        services.AddSingleton<PaperDesk>();
        services.AddSingleton<DossierDesk>();
        return services;
    }
}
