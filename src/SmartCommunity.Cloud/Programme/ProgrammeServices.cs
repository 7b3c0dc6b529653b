using SmartCommunity.Cloud.Programme.Papers;
using SmartCommunity.Cloud.Programme.Review;
using SmartCommunity.Cloud.Programme.Rhythm;

namespace SmartCommunity.Cloud.Programme;

/// <summary>Puts the programme into a host.</summary>
public static class ProgrammeServices
{
    /// <summary>Registers the log's desk and what is asked of it; the registry, facts and scoring are registered already. Packs in <c>policies/</c> of the data folder are added to the shipped ones.</summary>
    public static IServiceCollection AddProgramme(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(_ => PolicyFolder.Open(Path.Combine(dataFolder, "policies")));
        services.AddSingleton<ActPermission>();
        services.AddSingleton<ReadinessQueries>();
        services.AddSingleton<ChallengeProofs>();
        // What proves a score is opened when somebody first challenges one.
        services.AddSingleton(static p => new Lazy<ChallengeProofs>(p.GetRequiredService<ChallengeProofs>));
        services.AddSingleton<ActInputs>();
        services.AddSingleton<ProgrammeDesk>();
        services.AddSingleton<ProjectFiles>();
        services.AddRhythm();
        services.AddPapers(dataFolder);
        services.AddSingleton<Ground.MapTakeover>();
        return services;
    }
}
