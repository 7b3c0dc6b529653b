using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Gateway.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>
/// Every open connection, and which device speaks over it. Limits connections, publishes commands, disconnects devices whose enrolment was withdrawn, and
/// once a second closes connections that are silent, unread or never logged in, by monotonic time: a step of the wall clock disconnects nobody.
/// Thread-safe.
/// </summary>
internal sealed class ConnectedDevices : IDevicePublisher, IDisposable
{
    /// <summary>How often connections are checked: the accuracy of every deadline here.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    /// <summary>MQTT 5, 3.1.2.10: one and a half times the keep-alive.</summary>
    private const double KeepAliveGrace = 1.5;

    private readonly ConcurrentDictionary<DeviceConnection, byte> _open = new();
    private readonly ConcurrentDictionary<string, DeviceConnection> _byDevice = new(StringComparer.Ordinal);

    /// <summary>Protects itself.</summary>
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly DeviceDirectory _directory;
    private readonly IntakeOptions _options;
    private readonly GatewayCounts _counts;
    private readonly ILogger<ConnectedDevices> _logger;
    private readonly ITimer _sweep;

    public ConnectedDevices(DeviceDirectory directory, IntakeOptions options, GatewayCounts counts, TimeProvider time, ILogger<ConnectedDevices> logger)
    {
        _directory = directory;
        _counts = counts;
        _options = options;
        _logger = logger;
        Time = time;
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    internal int Count => _open.Count;

    private TimeProvider Time { get; }

    /// <summary>Devices that are logged in.</summary>
    internal int DeviceCount => _byDevice.Count;

    internal DeviceConnection? Find(string device) => _byDevice.GetValueOrDefault(device);

    /// <summary>Counts a connection in; false when one of the limits is reached.</summary>
    internal bool TryOpen(IPAddress address, out int limit)
    {
        lock (_perAddress)
        {
            var count = _perAddress.GetValueOrDefault(address);
            limit = count >= _options.MaxConnectionsPerAddress ? _options.MaxConnectionsPerAddress : _options.MaxConnections;
            if (count >= _options.MaxConnectionsPerAddress || _open.Count >= _options.MaxConnections)
                return false;
            _perAddress[address] = count + 1;
            return true;
        }
    }

    internal void Release(IPAddress address)
    {
        lock (_perAddress)
        {
            if (--_perAddress[address] == 0)
                _perAddress.Remove(address);
        }
    }

    internal void Add(DeviceConnection connection) => _open.TryAdd(connection, 0);

    /// <summary>The device now speaks over this connection. An earlier one is closed and returned.</summary>
    internal DeviceConnection? LogIn(DeviceConnection connection)
    {
        var device = connection.Session!.Address.Device;
        DeviceConnection? earlier = null;
        _byDevice.AddOrUpdate(device, connection, (_, old) =>
        {
            earlier = old;
            return connection;
        });
        if (earlier is null)
            _counts.DeviceConnected();
        else
            earlier.TakeOver();
        MqttLog.Connected(_logger, device, connection.RemoteEndPoint);
        return earlier;
    }

    /// <summary>True when the device did not log in again meanwhile, so its Last Will counts.</summary>
    internal bool Remove(DeviceConnection connection)
    {
        _open.TryRemove(connection, out _);
        if (connection.Session is not { } session || !_byDevice.TryRemove(KeyValuePair.Create(session.Address.Device, connection)))
            return false;
        _counts.DeviceDisconnected();
        return true;
    }

    internal void Revoke(IReadOnlyCollection<string> devices)
    {
        foreach (var device in devices)
        {
            if (Find(device) is not { } connection)
                continue;
            MqttLog.Revoked(_logger, device);
            connection.Close(CloseCause.Revoked, ReasonCodes.AdministrativeAction);
        }
    }

    internal void RevokeCertificates(IReadOnlyCollection<string> serials) =>
        Revoke([.. _byDevice.Where(d => d.Value.Session?.CertificateSerial is { } serial && serials.Contains(serial)).Select(d => d.Key)]);

    public async Task<PublishOutcome> PublishCommandAsync(DeviceAddress device, StoredCommand command, CancellationToken cancellationToken)
    {
        if (_directory.Find(device.Device) is not { } entry || entry.Address != device)
            return PublishOutcome.NotDelivered;
        if (Find(entry.Via.Length == 0 ? device.Device : entry.Via) is not { Session: { TakesCommands: true } session } connection)
            return PublishOutcome.NotDelivered;
        if (session.Dialect.CommandFor(device, command) is not { } message)
            return PublishOutcome.NotDelivered;
        if (!await PublishAsync(connection, session, message, cancellationToken))
            return PublishOutcome.NotDelivered;
        return message.EndsWithDelivery ? PublishOutcome.Ended : PublishOutcome.Delivered;
    }

    /// <summary>True when the device acknowledged, or, where it subscribed with QoS 0, when the message was sent: its answer tells the rest.</summary>
    private static async Task<bool> PublishAsync(DeviceConnection connection, DeviceSession session, DialectMessage message, CancellationToken cancellationToken)
    {
        if (session.CommandQos == 0)
            return await WriteAsync(connection, session, message, packetId: null);
        if (session.Commands.TryOpen() is not var (packetId, acknowledged))
            return false;
        if (!await WriteAsync(connection, session, message, packetId))
            session.Commands.Acknowledge(packetId, accepted: false);
        return await acknowledged.WaitAsync(cancellationToken);
    }

    private static async Task<bool> WriteAsync(DeviceConnection connection, DeviceSession session, DialectMessage message, ushort? packetId)
    {
        var frame = MqttFrames.Publish(message.Topic, packetId, message.Payload, connection.IsV5);
        return frame.Length <= session.ClientMaxPacketBytes && await connection.WriteAsync(frame);
    }

    /// <summary>Closes every connection at the end.</summary>
    internal void CloseAll()
    {
        foreach (var (connection, _) in _open)
            connection.Close(CloseCause.Shutdown, ReasonCodes.ServerShuttingDown);
    }

    public void Dispose() => _sweep.Dispose();

    private void Sweep()
    {
        foreach (var (connection, _) in _open)
        {
            if (connection.UnreadSince > _options.UnreadLimit || connection.Session?.Commands.OldestAge() > _options.UnreadLimit)
                connection.Close(CloseCause.NotReading, ReasonCodes.QuotaExceeded);
            else if (connection.Session is { } session && Time.GetElapsedTime(session.LoggedInAt) > session.ValidFor)
                connection.Close(CloseCause.Expired, ReasonCodes.MaximumConnectTime);
            else if (connection.Session is null && Time.GetElapsedTime(connection.OpenedAt) > _options.ConnectDeadline)
                connection.Close(CloseCause.ConnectDeadline, ReasonCodes.ProtocolError);
            else if (connection.KeepAlive > TimeSpan.Zero && connection.Silence > connection.KeepAlive * KeepAliveGrace)
                connection.Close(CloseCause.KeepAlive, ReasonCodes.KeepAliveTimeout);
        }
    }
}
