using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Falls;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Composes the slice.</summary>
internal static class AlertServices
{
    /// <summary>The ledger of alerts, beside the registry.</summary>
    internal const string LedgerFile = "alerts.db";

    /// <summary>What detectors were given and said, beside the registry.</summary>
    internal const string DetectorFile = "detectors.db";

    internal static IServiceCollection AddAlerts(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(_ => AlertLedger.Open(Path.Combine(dataFolder, LedgerFile)));
        services.AddSingleton<AlertBoard>();
        services.AddSingleton<AlertDesk>();
        services.AddSingleton(_ => DetectorLedger.Open(Path.Combine(dataFolder, DetectorFile)));
        services.AddSingleton<DetectorInbox>();
        services.AddSingleton<OfficeStrengths>();
        services.AddSingleton<ExpectedQueries>();
        services.AddSingleton(FallModels.Of(dataFolder));
        services.AddSingleton<ImpactInbox>();
        return services;
    }
}
