using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Gateway.Http;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Gateway.Uplink;
using SmartCommunity.Gateway.Uplink.IotHub;

namespace SmartCommunity.Gateway;

/// <summary>
/// Composes one gateway: MQTT listeners, HTTP ingest, outbox, device directory, commands, uplink, local rules, health and metrics. The command line and the tests start the same
/// host.
/// </summary>
public static class GatewayHost
{
    /// <summary>Connections that may wait to be accepted: a community's 5,000 devices reconnect at once after a restart.</summary>
    private const int AcceptBacklog = 8_192;

    /// <summary>
    /// Label combinations an instrument may have; the most any has are some twenty reasons and causes. The library's 2,000 are allocated up front and cost
    /// 6 MiB of memory (measured).
    /// </summary>
    private const int MaxSeriesPerInstrument = 100;

    /// <summary>
    /// Builds the host; nothing listens before it is started. Throws <see cref="GatewayOptionsException"/> with every fault of the options.
    /// <paramref name="configure"/> runs last, for logging and the caller's own services.
    /// </summary>
    public static WebApplication Build(GatewayOptions options, TimeProvider? time = null, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Directory.CreateDirectory(options.DataDirectory);
        var tls = options.CertificatePath is null
            ? null
            : new TlsMaterial(options.CertificatePath, options.CertificateKeyPath!, options.ClientAuthorityPath);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(GatewayHost).Assembly.GetName().Name });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, tls));
        builder.Configuration.AddInMemoryCollection(Settings(options));
        AddServices(builder.Services, options, time ?? TimeProvider.System);
        builder.Services.AddOutboxAndUplink(builder.Configuration);
        AddHub(builder.Services, options);
        builder.Services.AddLocalRules(options);
        builder.Services.AddHostedService<MqttFront>(); // Last: devices come in when everything behind them runs.
        AddTelemetry(builder.Services);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseIngest();
        MapHealth(app);
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    /// <summary>The options of the durable half, under the keys it reads them from.</summary>
    private static Dictionary<string, string?> Settings(GatewayOptions options) => new()
    {
        [$"{OutboxOptions.Section}:{nameof(OutboxOptions.Directory)}"] = options.DataDirectory,
        [$"{OutboxOptions.Section}:{nameof(OutboxOptions.RoutineQuotaBytes)}"] = options.OutboxQuotaBytes.ToString(CultureInfo.InvariantCulture),
        [$"{OutboxOptions.Section}:{nameof(OutboxOptions.ReserveBytes)}"] = options.OutboxReserveBytes.ToString(CultureInfo.InvariantCulture),
        [$"{UplinkOptions.Section}:{nameof(UplinkOptions.Address)}"] = options.CloudAddress.ToString(),
        [$"{UplinkOptions.Section}:{nameof(UplinkOptions.GatewayId)}"] = options.GatewayId,
        [$"{UplinkOptions.Section}:{nameof(UplinkOptions.Token)}"] = options.CloudToken,
    };

    private static void AddServices(IServiceCollection services, GatewayOptions options, TimeProvider time)
    {
        services.AddSingleton(time);
        services.AddSingleton(options);
        services.AddSingleton(options.Intake);
        services.AddSingleton<GatewayEndpoints>();
        services.Configure<SocketTransportOptions>(o =>
        {
            o.MaxReadBufferSize = options.Intake.MaxFrameBytes;
            o.Backlog = AcceptBacklog;
        });
        services.AddSingleton<ConnectedDevices>();
        services.AddSingleton<IDevicePublisher>(s => s.GetRequiredService<ConnectedDevices>());
        services.AddSingleton(s => new IntakeMeter(() => s.GetRequiredService<ConnectedDevices>().Count, s.GetRequiredService<GatewayCounts>()));
        services.AddSingleton(_ => new DiscoveryFile(Path.Combine(options.DataDirectory, "discovery.db")));
        services.AddSingleton(s => new CertificateTrust(s.GetRequiredService<DeviceDirectory>(), options.ClientAuthorityPath, time));
        services.AddSingleton<DialectSessions>();
        services.AddSingleton<PayloadIntake>();
        services.AddSingleton<RefusalReport>();
        services.AddSingleton<Intake>();
        services.AddSingleton<HttpDevices>();
        services.AddSingleton<HttpIngest>();
        services.AddSingleton<DeviceListener>();
    }

    private static void AddHub(IServiceCollection services, GatewayOptions options)
    {
        if (options.HubConnectionString is not { } text || HubConnection.TryParse(text, out _) is not { } hub)
            return;
        services.AddSingleton(hub);
        services.AddSingleton(_ => new HubSpool(Path.Combine(options.DataDirectory, "iothub.db"), options.HubQuotaBytes));
        services.AddSingleton<HubForward>();
        services.AddHostedService(s => s.GetRequiredService<HubForward>());
    }

    private static void AddTelemetry(IServiceCollection services)
    {
        var telemetry = services.AddOpenTelemetry()
            .WithMetrics(m => m
                .AddMeter(IntakeMeter.Name, HubForward.MeterName)
                .AddRuntimeInstrumentation()
                .AddView(static _ => new MetricStreamConfiguration { CardinalityLimit = MaxSeriesPerInstrument })
                // A scrape shows its own moment: by default it may be answered with what another one saw before.
                .AddPrometheusExporter(static exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0))
            .WithTracing(t => t.AddSource(GatewayActivity.SourceName));
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
        {
            telemetry.WithMetrics(m => m.AddOtlpExporter());
            telemetry.WithTracing(t => t.AddOtlpExporter());
        }
    }

    private static void Listen(KestrelServerOptions kestrel, GatewayOptions options, TlsMaterial? tls)
    {
        var services = kestrel.ApplicationServices;
        var endpoints = services.GetRequiredService<GatewayEndpoints>();
        var listener = services.GetRequiredService<DeviceListener>();
        var logger = services.GetRequiredService<ILogger<GatewayOptions>>();
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, options.HttpPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            endpoints.Http = listen;
        });
        if (options.MqttPort is { } port)
        {
            var endpoint = new IPEndPoint(options.MqttAddress, port);
            if (!IPAddress.IsLoopback(endpoint.Address))
                MqttLog.Insecure(logger, endpoint);
            MqttEndpoint.ListenPlain(kestrel, endpoint, listener, listen => endpoints.Mqtt = listen);
        }

        if (tls is not null)
        {
            var directory = services.GetRequiredService<DeviceDirectory>();
            tls.HasOthers = () => directory.HasAuthorities;
            var endpoint = new IPEndPoint(options.MqttTlsAddress, options.MqttTlsPort);
            MqttEndpoint.ListenTls(kestrel, endpoint, tls, options.Intake.ConnectDeadline, listener, listen => endpoints.MqttTls = listen);
        }

        if (options.IngestPort is { } ingestPort)
            ListenIngest(kestrel, new IPEndPoint(options.IngestAddress, ingestPort), options, tls);
    }

    private static void ListenIngest(KestrelServerOptions kestrel, IPEndPoint endpoint, GatewayOptions options, TlsMaterial? tls)
    {
        var isLocal = IPAddress.IsLoopback(endpoint.Address);
        if (!isLocal && tls is null)
            HttpLog.Insecure(kestrel.ApplicationServices.GetRequiredService<ILogger<GatewayOptions>>(), endpoint.ToString());
        var endpoints = kestrel.ApplicationServices.GetRequiredService<GatewayEndpoints>();
        IngestEndpoint.Listen(kestrel, endpoint, options, isLocal ? null : tls, listen => endpoints.Ingest = listen);
    }

    private static void MapHealth(IEndpointRouteBuilder app)
    {
        // Plain request delegates: binding parameters would load the compiler of expression trees into every gateway.
        app.MapGet("/health/live", static context => context.Response.WriteAsync("live"));
        app.MapGet("/health/ready", ReadyAsync);
    }

    private static Task ReadyAsync(HttpContext context)
    {
        if (!context.RequestServices.GetRequiredService<Outbox.Outbox>().DiskRefusingRoutine)
            return context.Response.WriteAsync("ready");
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync("The outbox refuses routine messages: its quota or the disk is full.");
    }
}

/// <summary>Where a started gateway listens; the ports are the real ones when the options said 0.</summary>
public sealed class GatewayEndpoints
{
    internal ListenOptions? Mqtt { get; set; }

    internal ListenOptions? MqttTls { get; set; }

    internal ListenOptions? Http { get; set; }

    internal ListenOptions? Ingest { get; set; }

    /// <summary>Port of MQTT without TLS, or null when it is not opened.</summary>
    public int? MqttPort => Mqtt?.IPEndPoint?.Port;

    /// <summary>Port of MQTT with TLS, or null when it is not opened.</summary>
    public int? MqttTlsPort => MqttTls?.IPEndPoint?.Port;

    /// <summary>Port of health and metrics.</summary>
    public int? HttpPort => Http?.IPEndPoint?.Port;

    /// <summary>Port of the HTTP ingest, or null when it is not opened.</summary>
    public int? IngestPort => Ingest?.IPEndPoint?.Port;
}
