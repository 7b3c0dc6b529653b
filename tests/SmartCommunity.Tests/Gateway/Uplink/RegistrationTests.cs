using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Uplink;

namespace SmartCommunity.Tests.Gateway.Uplink;

public sealed class RegistrationTests
{
    [Fact]
    public async Task A_host_starts_and_stops_with_the_services_and_no_cloud()
    {
        var folder = Directory.CreateTempSubdirectory("outbox-").FullName;
        using (var host = Host(new() { ["Outbox:Directory"] = folder, ["Outbox:ReserveBytes"] = "0", ["Uplink:Address"] = "http://localhost:9", ["Uplink:GatewayId"] = "g-1", ["Uplink:Token"] = "t" }))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);

            Assert.False(host.Services.GetRequiredService<UplinkState>().IsConnected);
            Assert.Equal(0, host.Services.GetRequiredService<UplinkState>().BacklogItems);
            Assert.Equal(0, host.Services.GetRequiredService<DeviceDirectory>().Version);
            Assert.NotNull(host.Services.GetRequiredService<CommandDesk>());
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(["alarm.db", "commands.db", "routine.db"], Directory.GetFiles(folder, "*.db").Select(Path.GetFileName).Order());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Faulty_settings_refuse_the_start_and_all_are_named()
    {
        using var host = Host(new() { ["Outbox:RoutineQuotaBytes"] = "7", ["Uplink:GatewayId"] = "a b" });

        var error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(TestContext.Current.CancellationToken));

        var text = error.ToString();
        Assert.All(new[] { "Directory", "RoutineQuotaBytes", "Address", "GatewayId", "Token" }, key => Assert.Contains($"'{key}'", text, StringComparison.Ordinal));
        Assert.True(error is OptionsValidationException or AggregateException, error.GetType().Name);
    }

    private static IHost Host(Dictionary<string, string?> settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddLogging();
        builder.Services.AddOutboxAndUplink(builder.Configuration);
        return builder.Build();
    }
}
