using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>Where Kestrel hands over a connection and MQTTnet takes it. Lives as long as the host.</summary>
internal sealed class DeviceListener(
    ConnectedDevices devices, Intake intake, IntakeOptions options, IntakeMeter meter, TimeProvider time, ILogger<DeviceListener> logger)
    : ConnectionHandler, IMqttServerAdapter
{
    private readonly AuditLimit _logLimit = new(time);

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>Called after a SUBACK with the filters it granted.</summary>
    internal Func<DeviceConnection, string[], Task>? Subscribed { get; set; }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (ClientHandler is not { } serve)
            return;
        if (!devices.TryOpen(address, out var limit))
        {
            meter.CountRefused("connectionLimit");
            if (_logLimit.TryTake(out _))
                MqttLog.TooManyConnections(logger, connection.RemoteEndPoint, limit);
            return;
        }

        try
        {
            await ServeAsync(connection, serve);
        }
        finally
        {
            devices.Release(address);
        }
    }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => Task.CompletedTask;

    public Task StopAsync() => Task.CompletedTask;

    public void Dispose()
    {
        // The connections belong to Kestrel.
    }

    private async Task ServeAsync(ConnectionContext transport, Func<IMqttChannelAdapter, Task> serve)
    {
        using var connection = new DeviceConnection(transport, intake, options, meter, time) { Subscribed = Subscribed };
        devices.Add(connection);
        using var stopping = transport.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .Register(() => connection.Close(CloseCause.Shutdown, ReasonCodes.ServerShuttingDown));
        try
        {
            await serve(connection);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            MqttLog.ConnectionFailed(logger, transport.RemoteEndPoint, e);
        }
        finally
        {
            if (devices.Remove(connection) && connection is { SaidGoodbye: false, IsTakenOver: false, Session: { Will: { } will } session })
                intake.AcceptWill(session, will);
            connection.EndServing();
        }
    }
}
