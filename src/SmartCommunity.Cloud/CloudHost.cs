using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud;

/// <summary>
/// Composes the cloud: stores, ingest, twins, live feed, API, health and metrics. The console is added by whoever starts it, as it may not be
/// referenced from here.
/// </summary>
public static class CloudHost
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Series of an instrument: 160 routes by method and status. The library reserves 2,000 for each from the start: 7 MB, here 1.7.</summary>
    private const int MaxSeriesPerInstrument = 500;

    /// <summary>Builds the host; starting and stopping it is the caller's. Throws <see cref="ArgumentException"/> listing all faults of the options.</summary>
    public static async Task<WebApplication> BuildAsync(
        CloudOptions options, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(options));
        Directory.CreateDirectory(options.DataFolder);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "smartcommunity", ContentRootPath = AppContext.BaseDirectory });
        builder.Host.ConfigureHostOptions(o => o.ShutdownTimeout = ShutdownTimeout);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.UseOrleans(silo => LocalSilo.Configure(silo, options.Port, options.UplinkPort));
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        // Before the stores: it reads a file of people, and its faults end the start.
        builder.Services.AddNotify(options.DataFolder, options.ChannelsFile, options.PublicAddress);
        builder.Services.AddRegistry(new RegistryOptions { Path = Path.Combine(options.DataFolder, "registry.db") });
        await builder.Services.AddSeriesStoreAsync(options, cancellationToken);
        builder.Services.AddLine();
        builder.Services.AddScoring(options.DataFolder);
        builder.Services.AddAlerts(options.DataFolder);
        builder.Services.AddProgramme(options.DataFolder);
        builder.Services.AddApi();
        builder.Services.AddSignIn(options.SignIn);
        // Unknown services need no answer of their own: a path that is not there.
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.IgnoreUnknownServices) = (UplinkEndpoint.MaxMessageBytes, true));
        builder.Services.AddSignalR(hub => hub.MaximumReceiveMessageSize = LiveHub.MaxMessageBytes).AddMessagePackProtocol();
        if (options.SignIn.AsksForAccounts)
            builder.Services.PostConfigure<HostFilteringOptions>(o => o.AllowedHosts = [.. o.AllowedHosts, .. options.Hosts]);
        if (options.PublicAddress is { } reached)
            builder.Services.PostConfigure<HostFilteringOptions>(o => o.AllowedHosts = [.. o.AllowedHosts, reached.Host]);
        AddTelemetry(builder);
        configure?.Invoke(builder);
        var app = builder.Build();
        // Before anything listens: a gateway must never meet a cloud that has forgotten what it acknowledged.
        app.Services.GetRequiredService<MarkTable>().Set(await app.Services.GetRequiredService<ISeriesStore>().MarksAsync(cancellationToken));
        await EnrolLocalGatewayAsync(app, options, cancellationToken);
        Map(app, options.PublicAddress);
        map?.Invoke(app);
        return app;
    }

    private static void Map(WebApplication app, Uri? publicAddress)
    {
        app.UseHostFiltering();
        app.Use(new LoopbackOrigin(publicAddress).RefuseForeign);
        app.UseApiProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        // Gateways show their token in the stream's first message.
        app.MapGrpcService<UplinkEndpoint>().AllowAnybody(Policies.OwnProof);
        app.MapHub<LiveHub>("/hubs/live", hub => (hub.TransportMaxBufferSize, hub.CloseOnAuthenticationExpiration) = (LiveHub.MaxBufferedBytes, true)).Allow(Policies.Overview, AreaOf.Own);
        app.MapApi();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnybody(Policies.OwnProof);
    }

    private static void Listen(KestrelServerOptions kestrel, CloudOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1AndHttp2);
        kestrel.Listen(options.UplinkAddress, options.UplinkPort, listen =>
        {
            // Without TLS there is no negotiation: HTTP/2 from the first byte.
            listen.Protocols = HttpProtocols.Http2;
            if (options.UplinkCertificatePath is { } path)
                listen.UseHttps(X509Certificate2.CreateFromPemFile(path, options.UplinkKeyPath));
        });
    }

    private static IServiceCollection AddLine(this IServiceCollection services)
    {
        services.AddOptions<IngestOptions>();
        services.AddSingleton<MarkTable>();
        services.AddSingleton<IngestQueue>();
        services.AddSingleton<IngestMetrics>();
        services.AddSingleton<CommunityDispatcher>();
        services.AddSingleton(s => new GatewayStates(s.GetRequiredService<GatewayEnrolment>(), s.GetRequiredService<MarkTable>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AlertFeed>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<Simulation.SimulationStatus>();
        services.AddSingleton<Queries.TwinQueries>();
        services.AddSingleton<Queries.SirenQueries>();
        services.AddSingleton<LocalBatches>();
        services.AddSingleton<StoreMeasurements>(s => s.GetRequiredService<LocalBatches>().StoreAsync);
        services.AddSingleton<StoreEvents>(s => s.GetRequiredService<LocalBatches>().StoreAsync);
        services.AddSingleton<Facts.FactsIntoLog>();
        services.AddSingleton<CommunityClock>();
        services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        // Started in this order, stopped in the reverse: nothing new arrives before the marks are known, and snapshots are saved while the silo runs.
        services.AddHostedService<IngestWriter>();
        services.AddHostedService(s => s.GetRequiredService<CommunityClock>());
        services.AddHostedService<Alerts.Detecting.DetectorWorks>();
        services.AddHostedService<Alerts.Falls.FallWorks>();
        return services;
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter(IngestMetrics.MeterName)
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddView(static _ => new MetricStreamConfiguration { CardinalityLimit = MaxSeriesPerInstrument })
                .AddPrometheusExporter())
            .WithTracing(tracing => tracing
                .AddSource(IngestTraces.SourceName)
                .AddAspNetCoreInstrumentation());
        // The standard variable decides: without a collector nothing is exported, and no spans are made.
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
            telemetry.UseOtlpExporter();
    }

    private static async Task EnrolLocalGatewayAsync(WebApplication app, CloudOptions options, CancellationToken cancellationToken)
    {
        if (options.LocalGateway is not { } gateway)
            return;
        var token = (await File.ReadAllTextAsync(gateway.TokenFile, cancellationToken)).Trim();
        await app.Services.GetRequiredService<GatewayEnrolment>().EnsureGatewayAsync(gateway.Id, gateway.Id, token, cancellationToken);
    }
}
