using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.Uplink.IotHub;

/// <summary>
/// A second uplink: everything the devices sent also goes to an Azure IoT Hub, at least once, alarms first. The outbox is copied into the <see cref="HubSpool"/>, alarms as they are
/// committed and the rest each <see cref="Gather"/>, and trims nothing that is not copied; from there each bundle leaves as device-to-cloud messages with QoS 1 over TLS and is removed
/// when the hub acknowledged all of them. A message's <c>$.mid</c> is made of epoch, lane, sequence and part: what is sent again after a lost acknowledgement has the same.
/// </summary>
internal sealed partial class HubForward : BackgroundService
{
    /// <summary>What the outbox calls this reader.</summary>
    private const string Reader = "iotHub";

    /// <summary>Bytes copied at once, and so the most of a bundle: a quarter of the smallest spool.</summary>
    private const int CopyBytes = 256 << 10;

    /// <summary>
    /// Routine data of so long makes one bundle. A hub is tens of milliseconds away, takes 100 messages a second of all its devices and charges for each (units B1 and S1: 400,000 a
    /// day, by 4 KB); a gateway commits some hundred times a second.
    /// </summary>
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(1);

    /// <summary>How long a signature is good: an hour, as the hub's SDKs have it.</summary>
    private static readonly TimeSpan SignatureLife = TimeSpan.FromHours(1);

    /// <summary>A connection is given up for a new signature this long before its end.</summary>
    private static readonly TimeSpan SignatureSpare = TimeSpan.FromMinutes(6);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The hub's keep-alive, well below its limit of 1,177 s.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(60);

    private readonly Outbox.Outbox _outbox;
    private readonly HubSpool _spool;
    private readonly HubConnection _hub;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<HubForward> _logger;
    private readonly SemaphoreSlim _committed = new(0, 1);
    private readonly SemaphoreSlim _copied = new(0, 1);
    private long _sent;
    private long _lost;

    /// <summary>Holds what is not copied yet: every hosted service is constructed before the first one starts, so nothing is trimmed before this.</summary>
    public HubForward(Outbox.Outbox outbox, HubSpool spool, HubConnection hub, GatewayOptions options, TimeProvider time, ILogger<HubForward> logger)
    {
        (_outbox, _spool, _hub, _options, _time, _logger) = (outbox, spool, hub, options, time, logger);
        foreach (var lane in new[] { outbox.Alarm, outbox.Routine })
            lane.HoldAfter(Reader, spool.CopiedThrough(lane.Current.Lane, lane.Current.Epoch));
    }

    internal const string MeterName = "SmartCommunity.Gateway.IotHub";

    /// <summary>Messages that the hub acknowledged.</summary>
    internal long Sent => Interlocked.Read(ref _sent);

    /// <summary>Items that made room for newer ones and never reached the _hub.</summary>
    internal long Lost => Interlocked.Read(ref _lost);

    public override void Dispose()
    {
        base.Dispose();
        _committed.Dispose();
        _copied.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var meter = new Meter(MeterName);
        meter.CreateObservableCounter("smartcommunity.gateway.iothub.messages", () => Sent, "{message}", "Messages that the IoT Hub acknowledged.");
        meter.CreateObservableCounter("smartcommunity.gateway.iothub.lost", () => Lost, "{item}", "Items that never reached the IoT Hub because its spool was full.");
        meter.CreateObservableGauge("smartcommunity.gateway.iothub.backlog", Backlog, "{item}", "Items that wait for the IoT Hub.");
        _outbox.Changed += OnCommitted;
        try
        {
            await Task.WhenAll(CopyAsync(stoppingToken), SendAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not acknowledged is on disk.
        }
        finally
        {
            _outbox.Changed -= OnCommitted;
        }
    }

    private Measurement<long>[] Backlog()
    {
        var alarms = _spool.Alarms;
        return
        [
            new(_spool.Items - alarms, new KeyValuePair<string, object?>("lane", "routine")),
            new(alarms, new KeyValuePair<string, object?>("lane", "alarm")),
        ];
    }

    private void OnCommitted() => Signal(_committed);

    private static void Signal(SemaphoreSlim signal)
    {
        try
        {
            if (signal.CurrentCount == 0)
                signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two signals at once are one.
        }
    }

    private async Task CopyAsync(CancellationToken stoppingToken)
    {
        long? gatheredSince = null;
        while (true)
        {
            var wait = System.Threading.Timeout.InfiniteTimeSpan;
            try
            {
                while (await CopyAsync(_outbox.Alarm) > 0)
                {
                }

                if (gatheredSince is { } since && _time.GetElapsedTime(since) < Gather)
                {
                    wait = Gather - _time.GetElapsedTime(since);
                }
                else if (await CopyAsync(_outbox.Routine) is > 0 and var bytes)
                {
                    gatheredSince = bytes < CopyBytes / 2 ? _time.GetTimestamp() : null; // Nearly full: there is more.
                    continue;
                }
            }
            catch (Exception error) when (error is Microsoft.Data.Sqlite.SqliteException or InvalidDataException)
            {
                LogNotCopied(error);
                await Task.Delay(FirstWait, _time, stoppingToken);
                continue;
            }

            await _committed.WaitAsync(wait, stoppingToken);
        }
    }

    /// <summary>Copies a bundle of a lane and returns its bytes: 0 when there is nothing to copy.</summary>
    private async Task<long> CopyAsync(OutboxLane lane)
    {
        var standing = lane.Current;
        var blocks = await lane.ReadAsync(_spool.CopiedThrough(standing.Lane, standing.Epoch), CopyBytes);
        if (blocks.Count == 0)
            return 0;
        if (_spool.Add(blocks) is > 0 and var lost)
        {
            Interlocked.Add(ref _lost, lost);
            LogLost(lost, _options.HubQuotaBytes);
        }

        lane.HoldAfter(Reader, blocks[^1].LastSequence);
        Signal(_copied);
        return blocks.Sum(b => (long)b.Batch.Length);
    }

    private async Task SendAsync(CancellationToken stoppingToken)
    {
        var wait = FirstWait;
        while (true)
        {
            var before = Sent;
            try
            {
                using var client = new MqttClientFactory().CreateMqttClient();
                await ConnectAsync(client, stoppingToken);
                await DrainAsync(client, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // The one place where everything is retried: no failure of the hub or the network may end the forwarding.
                // A hub that lets in and takes nothing is as good as away.
                wait = Sent == before ? wait : FirstWait;
                LogDown(_hub.Host, error.GetBaseException().Message, (long)wait.TotalMilliseconds);
                await Task.Delay(wait, _time, stoppingToken);
                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
            }
        }
    }

    private async Task ConnectAsync(IMqttClient client, CancellationToken stoppingToken)
    {
        var built = new MqttClientOptionsBuilder()
            .WithTcpServer(_hub.EndpointHost, _hub.EndpointPort)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(_hub.Device)
            .WithCredentials(_hub.UserName, _hub.Sign(_time.GetUtcNow() + SignatureLife))
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(Timeout)
            .WithTlsOptions(tls =>
            {
                tls.UseTls();
                tls.WithTargetHost(_hub.EndpointHost);
                // As Microsoft's clients have it: where revocations are told is a web server that a gateway behind a firewall does not reach, and without the answer there is no connection.
                tls.WithRevocationMode(X509RevocationMode.NoCheck);
                if (_options.HubAuthorityPath is { } authority)
                    tls.WithTrustChain(Authority(authority));
            })
            .Build();
        var answer = await client.ConnectAsync(built, stoppingToken);
        if (answer.ResultCode != MqttClientConnectResultCode.Success)
            throw new InvalidOperationException($"The hub refused device '{_hub.Device}': {answer.ResultCode}.");
        LogConnected(_hub.Host, _hub.Device, _spool.Items);
    }

    private async Task DrainAsync(IMqttClient client, CancellationToken stoppingToken)
    {
        var since = _time.GetTimestamp();
        while (client.IsConnected && _time.GetElapsedTime(since) < SignatureLife - SignatureSpare)
        {
            if (_spool.Next() is { } bundle)
                await SendAsync(client, bundle, stoppingToken);
            else
                await _copied.WaitAsync(KeepAlive, stoppingToken);
        }
    }

    private async Task SendAsync(IMqttClient client, SpooledBundle bundle, CancellationToken stoppingToken)
    {
        var bodies = HubMessages.Of(Readable(bundle));
        for (var part = 0; part < bodies.Count; part++)
        {
            while (bundle.Lane != Lane.Alarm && _spool.Alarms > 0)
                await SendAsync(client, _spool.Next()!, stoppingToken);
            await PublishAsync(client, bundle, part, bodies[part], stoppingToken);
        }

        _spool.Remove(bundle);
    }

    private List<BatchColumns> Readable(SpooledBundle bundle)
    {
        var readable = new List<BatchColumns>();
        foreach (var block in bundle.Blocks)
        {
            if (BatchColumns.Read(block.Batch, out var fault) is { } columns)
            {
                readable.Add(columns);
                continue;
            }

            Interlocked.Add(ref _lost, block.Items);
            LogUnreadable(block.Items, bundle.FirstSequence, fault);
        }

        return readable;
    }

    private async Task PublishAsync(IMqttClient client, SpooledBundle bundle, int part, ReadOnlyMemory<byte> body, CancellationToken stoppingToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{bundle.Epoch}-{(int)bundle.Lane}-{bundle.FirstSequence}-{part}");
        // Names of properties escaped as Microsoft's own clients have them.
        var topic = $"devices/{_hub.Device}/messages/events/%24.ct=application%2Fjson&%24.ce=utf-8&%24.mid={id}&gateway={_options.GatewayId}";
        var message = new MqttApplicationMessageBuilder()
            .WithTopic(topic).WithPayload(body.ToArray()).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        var answer = await client.PublishAsync(message, stoppingToken);
        if (!answer.IsSuccess)
            throw new InvalidOperationException($"The hub did not take message {id}: {answer.ReasonCode}.");
        Interlocked.Increment(ref _sent);
    }

    private static X509Certificate2Collection Authority(string path)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        return chain;
    }

    [LoggerMessage(1460, LogLevel.Information, "Forwarding to IoT Hub {Host} as device {Device}; {Items} items wait.")]
    private partial void LogConnected(string host, string device, long items);

    [LoggerMessage(1461, LogLevel.Warning, "IoT Hub {Host} cannot be reached ({Reason}); what is for it stays on disk, next try in {WaitMs}ms.")]
    private partial void LogDown(string host, string reason, long waitMs);

    [LoggerMessage(1462, LogLevel.Error, "{Items} items made room in the spool of the IoT Hub (quota {QuotaBytes} bytes) and will not reach it; the cloud has them.")]
    private partial void LogLost(long items, long quotaBytes);

    [LoggerMessage(1463, LogLevel.Error, "The spool of the IoT Hub cannot be written; it is tried again, and the outbox keeps what was not copied.")]
    private partial void LogNotCopied(Exception error);

    [LoggerMessage(1464, LogLevel.Error, "A block of {Items} items in the bundle from {FirstSequence} for the IoT Hub cannot be read ({Fault}) and will not reach it; the cloud has it.")]
    private partial void LogUnreadable(int items, long firstSequence, string fault);
}
