using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Mqtt;

/// <summary>
/// One device's standing with the broker: connects, says <c>{"online":true}</c> (will: <c>{"online":false}</c>, both retained), listens for commands,
/// reconnects with back-off, and sends what was not acknowledged again. Publishing may run concurrently.
/// </summary>
internal sealed class DeviceSession : IAsyncDisposable
{
    private static readonly byte[] Online = """{"online":true}"""u8.ToArray();
    private static readonly byte[] Offline = """{"online":false}"""u8.ToArray();
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(2);

    /// <summary>The broker gives a device up after 1.5 times this; three intervals of the most talkative class, so that those need no ping.</summary>
    internal static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(180);

    private readonly BrokerEndpoint _endpoint;
    private readonly SimulatedDevice _device;
    private readonly TimeProvider _time;
    private readonly int _maxRefusals;
    private readonly BackOff _backOff;
    private readonly ConnectRequest _request;

    /// <summary>Only its holder opens or replaces <see cref="_link"/>.</summary>
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile MqttLink? _link;
    private volatile TaskCompletionSource? _cut;
    private bool _saidOnline;
    private Task _watching = Task.CompletedTask;

    /// <param name="endpoint">The broker.</param>
    /// <param name="device">Who connects, with its token.</param>
    /// <param name="maxRefusals">After this many refusals in a row <see cref="ConnectionRefusedException"/> reaches the caller; before, it is retried.</param>
    /// <param name="time">Clock for waiting.</param>
    internal DeviceSession(BrokerEndpoint endpoint, SimulatedDevice device, int maxRefusals, TimeProvider time)
    {
        (_endpoint, _device, _maxRefusals, _time) = (endpoint, device, maxRefusals, time);
        _backOff = new BackOff(Dice.Of(0).Fork(device.Id), FirstWait, LongestWait);
        _request = new ConnectRequest(
            device.Id, device.Id, device.Token, Topic(TopicKind.Status), Offline, (ushort)KeepAlive.TotalSeconds);
    }

    /// <summary>Runs on the read loop for every command payload.</summary>
    internal Action<byte[]> OnCommand { get; set; } = static _ => { };

    /// <summary>Counts connects, for the fleet's progress.</summary>
    internal Action<bool> OnConnectedChanged { get; set; } = static _ => { };

    /// <summary>Runs when a link ended that nobody here ended.</summary>
    internal Action OnLost { get; set; } = static () => { };

    /// <summary>True: it connects to send and disconnects without saying offline, as a device on a battery does; it hears no commands.</summary>
    internal bool Sleeps { get; init; }

    /// <summary>A link that lives, or null; never waits.</summary>
    internal MqttLink? Live => _link is { Closed.IsCompleted: false } live ? live : null;

    /// <summary>Counts refused connects.</summary>
    internal Action OnRefused { get; set; } = static () => { };

    internal string Topic(TopicKind kind) => new NativeTopic(_device.Address, kind).ToString();

    /// <summary>Returns a live link, connecting as often as it takes.</summary>
    internal async Task<MqttLink> LinkAsync(CancellationToken cancellationToken)
    {
        if (Live is { } live)
            return live;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            while (_cut is { } cut)
                await cut.Task.WaitAsync(cancellationToken);
            for (var refusals = 0; _link is null or { Closed.IsCompleted: true };)
            {
                await DropAsync();
                try
                {
                    _link = await OpenAsync(cancellationToken);
                    _backOff.Reset();
                }
                catch (ConnectionRefusedException) when (++refusals < _maxRefusals)
                {
                    OnRefused();
                    await Task.Delay(_backOff.Next(), _time, cancellationToken);
                }
                catch (Exception fault) when (fault is IOException or System.Net.Sockets.SocketException or InvalidDataException)
                {
                    await Task.Delay(_backOff.Next(), _time, cancellationToken);
                }
            }

            return _link;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Completes with the acknowledgement, over as many connections as it takes.</summary>
    internal Task PublishAsync(TopicKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => PublishAsync(Topic(kind), payload, cancellationToken);

    internal async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        for (var duplicate = false; ; duplicate = true)
        {
            var link = await LinkAsync(cancellationToken);
            try
            {
                await link.PublishAsync(topic, payload, retain: false, duplicate, cancellationToken);
                return;
            }
            catch (IOException)
            {
                // The link is dead; the next turn opens another and sends again, marked as a duplicate.
                await link.Closed.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Loses the link without a goodbye and opens none until <see cref="Restore"/>.</summary>
    internal void Cut()
    {
        _cut ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _link?.Abort();
    }

    internal void Restore()
    {
        var cut = _cut;
        _cut = null;
        cut?.TrySetResult();
    }

    /// <summary>Disconnects in order without saying offline.</summary>
    internal async Task SleepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Live is { } link)
                await link.DisconnectAsync(cancellationToken);
        }
        catch (IOException)
        {
            // Already gone.
        }

        await DropAsync();
    }

    /// <summary>Says offline and disconnects; a broker that does not answer is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Sleeps && Live is { } link)
        {
            using var limit = new CancellationTokenSource(GoodbyeLimit, _time);
            try
            {
                await link.PublishAsync(Topic(TopicKind.Status), Offline, retain: true, duplicate: false, limit.Token);
                await link.DisconnectAsync(limit.Token);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The will says the same in our place.
            }
        }

        await DropAsync();
        _opening.Dispose();
    }

    private async Task<MqttLink> OpenAsync(CancellationToken cancellationToken)
    {
        var link = await MqttLink.OpenAsync(_endpoint, _request, (_, payload) => OnCommand(payload), _time, cancellationToken);
        try
        {
            if (!Sleeps)
                await link.SubscribeAsync(Topic(TopicKind.Command), cancellationToken);
            if (!Sleeps || !_saidOnline)
                await link.PublishAsync(Topic(TopicKind.Status), Online, retain: true, duplicate: false, cancellationToken);
            _saidOnline = true;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }

        OnConnectedChanged(true);
        _watching = WatchAsync(link);
        return link;
    }

    private async Task WatchAsync(MqttLink link)
    {
        await link.Closed;
        OnConnectedChanged(false);
        if (_link == link)
            OnLost();
    }

    private async ValueTask DropAsync()
    {
        if (_link is not { } old)
            return;
        _link = null;
        await old.DisposeAsync();
        await _watching;
    }
}
