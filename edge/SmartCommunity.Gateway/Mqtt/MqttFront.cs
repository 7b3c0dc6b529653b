using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Dialects;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>
/// MQTTnet's part of the intake: logins, subscriptions, pings. It forwards nothing between clients, keeps no session and no retained message.
/// Starts before Kestrel, so that no connection meets a listener without a server.
/// </summary>
internal sealed class MqttFront : IHostedService, IDisposable
{
    /// <summary>How long a login waits for the end of the device's earlier connection. Each ends within milliseconds, but of many logins at once each waits for all before it.</summary>
    private static readonly TimeSpan EarlierLimit = TimeSpan.FromSeconds(10);

    private readonly MqttServer _server;
    private readonly DeviceDirectory _directory;
    private readonly ConnectedDevices _devices;
    private readonly CommandDesk _commands;
    private readonly DialectSessions _dialects;
    private readonly IntakeOptions _options;
    private readonly CertificateTrust _trust;
    private readonly DailyUsage _usage;
    private readonly IntakeMeter _meter;
    private readonly TimeProvider _time;
    private readonly AuditLimit _auditLimit;
    private readonly RefusalReport _refusals;
    private readonly ILogger<MqttFront> _logger;

    public MqttFront(
        DeviceListener listener, DeviceDirectory directory, ConnectedDevices devices, CommandDesk commands, DialectSessions dialects,
        GatewayOptions options, CertificateTrust trust, DailyUsage usage, RefusalReport refusals, IntakeMeter meter, TimeProvider time, ILogger<MqttFront> logger)
    {
        _directory = directory;
        _devices = devices;
        _commands = commands;
        _dialects = dialects;
        _options = options.Intake;
        _trust = trust;
        _usage = usage;
        _meter = meter;
        _time = time;
        _auditLimit = new AuditLimit(time);
        _refusals = refusals;
        _logger = logger;
        listener.Subscribed = OnSubscribedAsync;
        var server = new MqttServerOptions { DefaultCommunicationTimeout = _options.ConnectDeadline };
        _server = new MqttServer(server, [listener], MqttNetNullLogger.Instance);
        _server.ValidatingConnectionAsync += OnLoginAsync;
        _server.InterceptingSubscriptionAsync += OnSubscribeAsync;
        _server.InterceptingUnsubscriptionAsync += OnUnsubscribeAsync;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _directory.Revoked += OnRevoked;
        _directory.CertificatesRevoked += _devices.RevokeCertificates;
        _directory.QuotasChanged += OnQuotasChanged;
        return _server.StartAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _directory.Revoked -= OnRevoked;
        _directory.CertificatesRevoked -= _devices.RevokeCertificates;
        _directory.QuotasChanged -= OnQuotasChanged;
        _devices.CloseAll();
        await _server.StopAsync(new MqttServerStopOptions());
    }

    public void Dispose() => _server.Dispose();

    private async Task OnLoginAsync(ValidatingConnectionEventArgs e)
    {
        var connection = (DeviceConnection)e.ChannelAdapter;
        var connect = connection.Connect!;
        var entry = connection.Claim;
        var outcome = Check(entry, e, connect);
        if (outcome != LoginOutcome.Accepted)
        {
            Refuse(e, outcome.ToString(), ReasonOf(outcome));
            if (entry is not null)
                _refusals.Tell(entry.Address, RefusalReport.Login);
            return;
        }

        if (!string.IsNullOrEmpty(e.AuthenticationMethod))
        {
            Refuse(e, "authentication method", MqttConnectReasonCode.BadAuthenticationMethod);
            return;
        }

        if (entry is null || _dialects.Open(entry, connection.Outlet, Sha256(e.ClientCertificate)) is not { } dialect)
        {
            Refuse(e, "its dialect is not known to this version", MqttConnectReasonCode.NotAuthorized);
            return;
        }

        LastWill? will = null;
        if (connection.WillTopic is { } willTopic)
        {
            var topic = Encoding.UTF8.GetBytes(willTopic);
            if (dialect.WillKindOf(topic) is not { } kind)
            {
                Refuse(e, "its Last Will is not on one of its own topics", MqttConnectReasonCode.NotAuthorized);
                return;
            }

            will = new LastWill(topic, kind, connect.WillMessage ?? []);
        }

        connection.Admit(new DeviceSession(new SpeakingDevice(entry, dialect, _usage, _options, _time), will, connect, _time)
        {
            ValidFor = DeviceLogin.ValidFor(entry, connect.Password, _time.GetUtcNow()),
            TokenSha256 = DeviceLogin.TokenOf(entry, e.UserName, connect.Password),
            CertificateSerial = e.ClientCertificate?.SerialNumber,
        });
        // MQTTnet deletes the session of a connection that ended by client id, and with it whatever connection has that id by then.
        // So the earlier connection of the device is gone, session and all, before this one is let in.
        if (_devices.LogIn(connection) is { } earlier)
            await Task.WhenAny(earlier.Served, Task.Delay(EarlierLimit, _time));
        if (connection.IsClosing)
        {
            e.ReasonCode = MqttConnectReasonCode.ServerUnavailable; // Overtaken while it waited.
            return;
        }

        // Withdrawn while it logged in: the event may have come before it was listed.
        var now = _directory.Find(e.ClientId);
        if (now?.Address != entry.Address || now.Dialect != entry.Dialect || Check(now, e, connect) != LoginOutcome.Accepted)
            _devices.Revoke([e.ClientId]);
        else
            OnQuotasChanged([e.ClientId]);
    }

    private static ReadOnlyMemory<byte> Sha256(X509Certificate2? certificate) => certificate is null ? default : SHA256.HashData(certificate.RawDataMemory.Span);

    private void OnQuotasChanged(IReadOnlyCollection<string> devices)
    {
        foreach (var device in devices)
        {
            if (_devices.Find(device)?.Session is { } session && _directory.Find(device) is { } entry)
                session.Speaker.Quota = entry.Quota;
        }
    }

    private LoginOutcome Check(DirectoryEntry? entry, ValidatingConnectionEventArgs e, MqttConnectPacket connect) => DeviceLogin.Check(entry, new LoginCredentials
    {
        ClientId = e.ClientId, UserName = e.UserName, Password = connect.Password, Certificate = e.ClientCertificate, Standing = _trust.Judge(e.ClientCertificate, entry),
        NowSeconds = _time.GetUtcNow().ToUnixTimeSeconds(),
    });

    /// <summary>A device that went over to its new token in time keeps its connection when the old one ends.</summary>
    private void OnRevoked(IReadOnlyCollection<string> devices) => _devices.Revoke([.. devices.Where(device => !IsStillGood(device))]);

    private bool IsStillGood(string device) =>
        _devices.Find(device) is { Session: { TokenSha256.Length: > 0 } session }
        && _directory.Find(device) is { } now
        && now.Address == session.Address
        && (now.Dialect, now.Profile, now.Via) == (session.Speaker.Entry.Dialect, session.Speaker.Entry.Profile, session.Speaker.Entry.Via)
        && (now.TokenSha256.Span.SequenceEqual(session.TokenSha256) || now.NextTokenSha256.Span.SequenceEqual(session.TokenSha256));

    private void Refuse(ValidatingConnectionEventArgs e, string cause, MqttConnectReasonCode reason)
    {
        // MQTT 3.1.1 shall learn "not authorized", code 5, whatever it was.
        e.ReasonCode = e.ProtocolVersion == MqttProtocolVersion.V500 ? reason : MqttConnectReasonCode.NotAuthorized;
        _meter.CountRefused("login");
        if (_auditLimit.TryTake(out var suppressed))
            MqttLog.LoginRefused(_logger, e.ClientId ?? "", e.RemoteEndPoint, cause, suppressed);
    }

    /// <summary>A wrong credential and an unknown device look the same, so that nobody can ask which devices exist.</summary>
    private static MqttConnectReasonCode ReasonOf(LoginOutcome outcome) => outcome switch
    {
        LoginOutcome.BadClientId => MqttConnectReasonCode.ClientIdentifierNotValid,
        LoginOutcome.NoCredential or LoginOutcome.BadUserName => MqttConnectReasonCode.BadUserNameOrPassword,
        _ => MqttConnectReasonCode.NotAuthorized,
    };

    private Task OnSubscribeAsync(InterceptingSubscriptionEventArgs e)
    {
        e.ProcessSubscription = false; // Commands are published to the connection itself; MQTTnet's queues stay out of it.
        if (_devices.Find(e.ClientId) is not { Session: { } session })
        {
            e.CloseConnection = true;
            return Task.CompletedTask;
        }

        var filter = e.TopicFilter.Topic;
        var verdict = session.Dialect.Subscribe(filter);
        if (verdict == FilterVerdict.Refused)
        {
            e.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            _meter.CountRefused("subscription");
            if (_auditLimit.TryTake(out var suppressed))
                MqttLog.FilterRefused(_logger, session.Address.Device, filter, suppressed);
            return Task.CompletedTask;
        }

        var isQos0 = e.TopicFilter.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce;
        e.Response.ReasonCode = isQos0 ? MqttSubscribeReasonCode.GrantedQoS0 : MqttSubscribeReasonCode.GrantedQoS1;
        if (verdict == FilterVerdict.TakesCommands)
        {
            session.CommandQos = isQos0 ? 0 : 1;
            session.CommandFilters.Add(filter);
            session.TakesCommands = true;
        }

        session.NewFilters.Add(filter);
        return Task.CompletedTask;
    }

    private Task OnUnsubscribeAsync(InterceptingUnsubscriptionEventArgs e)
    {
        e.ProcessUnsubscription = false;
        if (_devices.Find(e.ClientId) is { Session: { } session } && session.Dialect.Unsubscribe(e.Topic))
        {
            session.CommandFilters.Remove(e.Topic);
            session.TakesCommands = session.CommandFilters.Count > 0;
            e.Response.ReasonCode = MqttUnsubscribeReasonCode.Success;
        }
        else
        {
            e.Response.ReasonCode = MqttUnsubscribeReasonCode.NoSubscriptionExisted;
        }

        return Task.CompletedTask;
    }

    private Task OnSubscribedAsync(DeviceConnection connection, string[] filters)
    {
        var session = connection.Session!;
        foreach (var filter in filters)
            session.Dialect.OnSubscribed(filter);
        if (!filters.Any(session.CommandFilters.Contains))
            return Task.CompletedTask;
        _commands.OnReady(session.Address);
        foreach (var carried in _directory.CarriedBy(session.Address.Device))
            _commands.OnReady(carried.Address);
        return Task.CompletedTask;
    }
}
