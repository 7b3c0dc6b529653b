using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects.IotHub;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Gateway.Renewal;

namespace SmartCommunity.Gateway.Uplink;

/// <summary>Puts the durable half of the gateway into a host: outbox, device directory, command desk, uplink.</summary>
internal static class OutboxAndUplinkRegistration
{
    /// <summary>
    /// Adds the services; options come from the sections <c>Outbox</c> and <c>Uplink</c> and are checked at start. The host adds an <see cref="IDevicePublisher"/>
    /// and, when it wants another clock, a <see cref="TimeProvider"/>.
    /// </summary>
    internal static IServiceCollection AddOutboxAndUplink(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutboxOptions>().Bind(configuration.GetSection(OutboxOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<UplinkOptions>().Bind(configuration.GetSection(UplinkOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<UplinkOptions>, UplinkOptionsCheck>();
        services.AddHostedService<OptionsFirst>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Outbox.Outbox>();
        services.AddSingleton<GatewayCounts>();
        services.AddSingleton(provider => new DeviceDirectory(
            FileIn(provider, "devices.bin"), provider.GetRequiredService<ILogger<DeviceDirectory>>()));
        services.AddSingleton(provider => new DailyUsage(
            FileIn(provider, "usage.bin"), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DailyUsage>>()));
        services.AddHostedService(provider => provider.GetRequiredService<DailyUsage>());
        services.AddSingleton(provider => new CommandFile(FileIn(provider, "commands.db")));
        services.AddSingleton(provider => new TwinFile(FileIn(provider, "twins.db")));
        services.AddSingleton<Func<IDevicePublisher>>(provider => provider.GetRequiredService<IDevicePublisher>);
        services.AddSingleton<CommandDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<CommandDesk>());
        services.AddSingleton<UplinkState>();
        services.AddSingleton<RenewalDesk>();
        services.AddSingleton<UplinkInbox>();
        services.AddHostedService<UplinkService>();
        return services;
    }

    private static string FileIn(IServiceProvider provider, string name)
    {
        var folder = provider.GetRequiredService<IOptions<OutboxOptions>>().Value.Directory;
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }

    /// <summary>
    /// The host constructs its services before it validates options, and the first constructor that reads a faulty section would hide the faults of the
    /// others. Constructed first, this one has all of them reported at once.
    /// </summary>
    private sealed class OptionsFirst : IHostedService
    {
        public OptionsFirst(IStartupValidator validator) => validator.Validate();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class UplinkOptionsCheck : IValidateOptions<UplinkOptions>
    {
        public ValidateOptionsResult Validate(string? name, UplinkOptions options) =>
            options.Faults().ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
