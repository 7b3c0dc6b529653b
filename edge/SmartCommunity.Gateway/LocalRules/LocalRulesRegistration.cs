using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>Puts the local rules into a gateway's host.</summary>
internal static class LocalRulesRegistration
{
    internal static void AddLocalRules(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(options.Local);
        services.AddSingleton(s => new ValueWatch(new RiseFile(Path.Combine(options.DataDirectory, "standing.values"), s.GetRequiredService<ILogger<ValueWatch>>())));
        services.AddSingleton<LocalMeter>();
        services.AddSingleton<SirenOutput>();
        services.AddSingleton<WebhookOutput>();
        services.AddHostedService(s => s.GetRequiredService<WebhookOutput>());
        services.AddHostedService<SafetyReader>();
    }
}
