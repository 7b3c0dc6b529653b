using SmartCommunity.Cloud.Alerts.BackTests;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Falls;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Composes the slice.</summary>
internal static class AlertServices
{
    /// <summary>The ledger of alerts, beside the registry.</summary>
    internal const string LedgerFile = "alerts.db";

    /// <summary>The ledger of rules, beside it.</summary>
    internal const string RulesFile = "rules.db";

    /// <summary>What detectors were given and said, beside the registry.</summary>
    internal const string DetectorFile = "detectors.db";

    internal static IServiceCollection AddAlerts(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(_ => AlertLedger.Open(Path.Combine(dataFolder, LedgerFile)));
        services.AddSingleton<AlertBoard>();
        services.AddSingleton<AlertPhotos>();
        services.AddSingleton<AlertDesk>();
        services.AddSingleton<SettingsDesk>();
        services.AddSingleton(_ => RuleLedger.Open(Path.Combine(dataFolder, RulesFile)));
        services.AddSingleton(s => new RulesInForce(
            s.GetRequiredService<RuleLedger>(), s.GetRequiredService<IngestQueue>(), s.GetRequiredService<EnrolmentIndex>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RulesInForce>>()));
        services.AddSingleton(s => new RuleBackTest(s.GetRequiredService<ISeriesStore>()));
        services.AddSingleton(s => new RuleDesk(
            s.GetRequiredService<RuleLedger>(), s.GetRequiredService<RulesInForce>(), s.GetRequiredService<AlertLedger>(), s.GetRequiredService<EnrolmentIndex>(), s.GetRequiredService<IGrainFactory>(),
            s.GetRequiredService<RuleBackTest>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Reports.QualityDesk>();
        services.AddSingleton(_ => DetectorLedger.Open(Path.Combine(dataFolder, DetectorFile)));
        services.AddSingleton<DetectorInbox>();
        services.AddSingleton<OfficeStrengths>();
        services.AddSingleton<ExpectedQueries>();
        services.AddSingleton(FallModels.Of(dataFolder));
        services.AddSingleton(LearnedModels.Of(dataFolder));
        services.AddSingleton<ImpactInbox>();
        return services;
    }
}
