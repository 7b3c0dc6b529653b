using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cloud.Registry;

/// <summary>Puts the registry into a host.</summary>
public static class RegistryServices
{
    /// <summary>
    /// Registers the store and everything people edit in it. The store is opened, upgraded and seeded when it is first asked for, at the latest when the host starts;
    /// whoever gets an <see cref="EnrolmentIndex"/> gets a complete one.
    /// </summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services, RegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Path);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => Models.ModelRows.Open(options.Path, s.GetRequiredService<ILogger<Models.ImportedModels>>()));
        services.AddSingleton<EnrolmentIndex>();
        services.AddSingleton<GatewayEnrolment>();
        services.AddSingleton<DeviceRegistry>();
        services.AddSingleton<ProfileRegistry>();
        services.AddSingleton<Models.ImportedModels>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<ClaimDesk>();
        services.AddSingleton(options);
        services.AddSingleton<AuthorityDesk>();
        services.AddSingleton<CertificateDesk>();
        services.AddSingleton<CertificateRenewal>();
        services.AddSingleton<RenewalRequests>();
        services.AddSingleton<DeviceSuccession>();
        services.AddSingleton<UsageBoard>();
        services.AddSingleton<QuotaDesk>();
        services.AddSingleton<PlaceDirectory>();
        services.AddSingleton<Graph.TwinGraph>();
        services.AddFacts();
        services.AddHostedService<TokenPromotion>();
        return services;
    }

    private static void AddFacts(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => PackLibrary.Shipped);
        services.AddSingleton<FactsFeed>();
        services.AddSingleton<FactDesk>();
        services.AddSingleton<RecordDesk>();
        services.AddSingleton<StandingDesk>();
        services.AddSingleton<ChangeList>();
        services.AddSingleton<TableDesk>();
        services.AddSingleton<EvidenceFiles>();
        services.AddSingleton<EvidenceDesk>();
        services.AddSingleton<EvidenceQueue>();
    }
}
