using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Gateway.Mqtt;

namespace SmartCommunity.Gateway.Http;

/// <summary>Opens the ingest's listener on Kestrel and keeps it apart from health and metrics: neither is reached over the other's port.</summary>
internal static class IngestEndpoint
{
    /// <summary>Least rate of a body, as Kestrel's default: a device that sends less holds a connection and not a thread, and is let go after the grace.</summary>
    private const double LeastBytesPerSecond = 240;

    /// <summary>What a device's headers need many times over; Kestrel would take 32 KiB.</summary>
    private const int MaxHeaderBytes = 8 * 1024;

    internal static void Listen(KestrelServerOptions kestrel, IPEndPoint endpoint, GatewayOptions options, TlsMaterial? tls, Action<ListenOptions> opened)
    {
        var devices = kestrel.ApplicationServices.GetRequiredService<ConnectedDevices>();
        var meter = kestrel.ApplicationServices.GetRequiredService<IntakeMeter>();
        kestrel.Limits.RequestHeadersTimeout = options.Intake.ConnectDeadline;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(LeastBytesPerSecond, options.Intake.ConnectDeadline);
        kestrel.Limits.MaxRequestBodySize = options.Intake.MaxFrameBytes;
        kestrel.Listen(endpoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => ServeAsync(connection, next, devices, meter));
            if (tls is not null)
            {
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    HandshakeTimeout = options.Intake.ConnectDeadline, OnConnection = _ => ValueTask.FromResult(tls.Options()),
                });
            }

            opened(listen);
        });
    }

    /// <summary>Answers everything that came over the ingest's listener. Call it before the other endpoints.</summary>
    internal static void UseIngest(this IApplicationBuilder app) => app.MapWhen(
        context => context.Features.Get<IngestMark>() is not null,
        branch => branch.Run(context => context.RequestServices.GetRequiredService<HttpIngest>().HandleAsync(context)));

    /// <summary>Counts the connection among those of its address, as MQTT's are.</summary>
    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, ConnectedDevices devices, IntakeMeter meter)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (!devices.TryOpen(address, out _))
        {
            meter.CountRefused("connectionLimit");
            connection.Abort(new ConnectionAbortedException("Too many connections."));
            return;
        }

        try
        {
            connection.Features.Set(IngestMark.Instance);
            await next(connection);
        }
        finally
        {
            devices.Release(address);
        }
    }

    private sealed class IngestMark
    {
        internal static readonly IngestMark Instance = new();
    }
}
