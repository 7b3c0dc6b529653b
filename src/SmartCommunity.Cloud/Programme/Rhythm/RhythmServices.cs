namespace SmartCommunity.Cloud.Programme.Rhythm;

/// <summary>Puts the working rhythm into a host.</summary>
public static class RhythmServices
{
    /// <summary>Registers lists, bulletins and forecasts, and the clock that makes what is due; the programme, scoring, alerts and facts are registered already.</summary>
    public static IServiceCollection AddRhythm(this IServiceCollection services)
    {
        services.AddSingleton<MonthScores>();
        services.AddSingleton<RhythmInputs>();
        services.AddSingleton<RhythmDesk>();
        services.AddSingleton<BulletinCheck>();
        services.AddSingleton<PassForecasts>();
        services.AddHostedService<RhythmClock>();
        return services;
    }
}
