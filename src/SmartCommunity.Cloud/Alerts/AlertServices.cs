using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Composes the slice.</summary>
internal static class AlertServices
{
    /// <summary>The ledger of alerts, beside the registry.</summary>
    internal const string LedgerFile = "alerts.db";

    internal static IServiceCollection AddAlerts(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(_ => AlertLedger.Open(Path.Combine(dataFolder, LedgerFile)));
        services.AddSingleton<AlertBoard>();
        services.AddSingleton<AlertPhotos>();
        services.AddSingleton<AlertDesk>();
        services.AddSingleton<SettingsDesk>();
        services.AddSingleton<Reports.QualityDesk>();
        return services;
    }
}
