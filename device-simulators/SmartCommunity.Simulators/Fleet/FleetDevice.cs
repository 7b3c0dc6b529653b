using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Mqtt;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>What all devices of a fleet share; <c>Post</c> runs an action on the scheduler, between two turns.</summary>
internal sealed record FleetContext(FleetOptions Options, SimulationClock Clock, FleetCounts Counts, TimeProvider Time, SemaphoreSlim Waking, Action<Action> Post, CancellationToken Stop);

/// <summary>One message to send: when it was meant to leave on our clock, and whether there was a way to.</summary>
internal readonly record struct Outgoing(DeviceAct Act, double MeantOursMs, bool CouldLeave);

/// <summary>
/// One device of a fleet: no timer, no task and no buffer of its own while it has nothing to say. The fleet's one scheduler calls <see cref="Advance"/>;
/// what that brings is sent by a task that ends when nothing is left. Catches up in arrays.
/// </summary>
internal sealed class FleetDevice : IAsyncDisposable
{
    /// <summary>Messages of one array payload when catching up: about 5 kB, far below any broker's limit.</summary>
    private const int MaxBatch = 50;

    /// <summary>Acts taken in one turn, so that one device that has much to catch up with does not hold up the others.</summary>
    private const int MaxActs = 200;

    /// <summary>Unsent messages a device keeps; more are given up, the oldest first, as in a small device's flash.</summary>
    private const int MaxPending = 2_000;

    /// <summary>Unread commands; more lose the oldest, and the gateway repeats them.</summary>
    private const int MaxWaitingCommands = 16;

    /// <summary>A refused device asks again for as long as the fleet runs: it may be enrolled meanwhile.</summary>
    private const int EndlessRefusals = int.MaxValue;

    private readonly FleetContext _context;
    private readonly DeviceSession _session;

    /// <summary>Protects the pending messages, the commands and <see cref="_sending"/>.</summary>
    private readonly Lock _gate = new();
    private List<Outgoing> _pending = [];
    private Queue<byte[]>? _commands;
    private CommandAnswers? _answers;
    private Task _sending = Task.CompletedTask;
    private bool _isSending;
    private bool _isCut;

    /// <summary>Messages from before it was first heard that have not left yet: what it says now waits behind them.</summary>
    private int _keptLeft;
    private double _activeOursMs;
    private long _lastSentTicks;

    internal FleetDevice(FleetContext context, FaultyStream stream, bool sleeps)
    {
        (_context, Stream) = (context, stream);
        _session = new DeviceSession(context.Options.Endpoint(stream.Device), stream.Device, EndlessRefusals, context.Time)
        {
            Sleeps = sleeps,
            OnCommand = Take,
            OnConnectedChanged = context.Counts.Connected,
            OnRefused = context.Counts.Refused,
            OnLost = Wake,
        };
    }

    internal FaultyStream Stream { get; }

    /// <summary>What the device says next is due at another time than before; called on the scheduler.</summary>
    internal required Action OnRescheduled { get; init; }

    /// <summary>True: it may connect; before, what is due waits.</summary>
    internal bool IsActive { get; private set; }

    internal void Activate()
    {
        _activeOursMs = _context.Clock.OursMs;
        IsActive = true;
        Wake();
    }

    /// <summary>Takes everything due by the simulated instant; called by the scheduler only.</summary>
    internal void Advance(long nowMs)
    {
        var oldestMs = nowMs - (long)_context.Options.MaxBacklog.TotalMilliseconds;
        var couldLeave = !_isCut && (_session.Sleeps ? IsActive : _session.Live is not null);
        for (var i = 0; i < MaxActs && Stream.DueMs <= nowMs; i++)
        {
            if (Stream.Next() is not { } act)
                continue;
            switch (act.Kind)
            {
                case ActKind.Cut:
                    (_isCut, couldLeave) = (true, false);
                    _session.Cut();
                    break;
                case ActKind.Restore:
                    _isCut = false;
                    _session.Restore();
                    break;
                case ActKind.WrongToken:
                    _ = TryWrongTokenAsync();
                    break;
                case ActKind.Telemetry when act.DueMs < oldestMs && act.DueMs >= Stream.StartMs:
                    _context.Counts.Skipped(1);
                    break;
                default:
                    var meantOursMs = _context.Clock.OursOf(act.DueMs);
                    Keep(new Outgoing(act, meantOursMs, couldLeave && meantOursMs >= _activeOursMs && Volatile.Read(ref _keptLeft) == 0));
                    break;
            }
        }

        Wake();
    }

    /// <summary>Keeps an idle connection alive.</summary>
    internal void PingIfIdle(TimeSpan idle)
    {
        if (!_session.Sleeps && _session.Live is { } link && !_isSending && _context.Time.GetElapsedTime(_lastSentTicks) >= idle)
            _ = PingAsync(link);
    }

    /// <summary>Says offline and disconnects.</summary>
    public async ValueTask DisposeAsync()
    {
        _session.Restore();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session.DisposeAsync();
    }

    private bool IsKept(Outgoing message) => message.Act.DueMs < Stream.StartMs;

    private void Keep(Outgoing message)
    {
        if (IsKept(message))
            Interlocked.Increment(ref _keptLeft);
        lock (_gate)
        {
            _pending.Add(message);
            // What it had kept before it was first heard lies in another memory than what a cut link leaves behind.
            if (_pending.Count <= MaxPending || IsKept(_pending[0]))
                return;
            _pending.RemoveAt(0);
        }

        _context.Counts.Skipped(1);
    }

    private void Take(byte[] command)
    {
        lock (_gate)
        {
            _commands ??= [];
            _commands.Enqueue(command);
            if (_commands.Count > MaxWaitingCommands)
                _commands.Dequeue();
        }

        Wake();
    }

    private void Wake()
    {
        lock (_gate)
        {
            var hasWork = _pending.Count > 0 || _commands is { Count: > 0 } || (!_session.Sleeps && _session.Live is null);
            if (!IsActive || _isCut || _isSending || !hasWork || _context.Stop.IsCancellationRequested)
                return;
            _isSending = true;
            _sending = Task.Run(SendAllAsync, _context.Stop);
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            if (_session.Sleeps)
                await SendAwakeAsync();
            else
                await SendUntilEmptyAsync();
        }
        catch (OperationCanceledException) when (_context.Stop.IsCancellationRequested)
        {
            // The run is over; what was not sent is given up.
        }
        finally
        {
            lock (_gate)
                _isSending = false;
        }

        // Something may have come between the last look and the flag.
        Wake();
    }

    private async Task SendAwakeAsync()
    {
        await _context.Waking.WaitAsync(_context.Stop);
        try
        {
            await SendUntilEmptyAsync();
            await _session.SleepAsync(_context.Stop);
        }
        finally
        {
            _context.Waking.Release();
        }
    }

    private async Task SendUntilEmptyAsync()
    {
        while (true)
        {
            await _session.LinkAsync(_context.Stop);
            List<Outgoing> messages;
            byte[][] commands;
            lock (_gate)
            {
                messages = _pending;
                _pending = [];
                commands = _commands?.ToArray() ?? [];
                _commands?.Clear();
            }

            if (messages.Count == 0 && commands.Length == 0)
                return;
            foreach (var command in commands)
                await AnswerAsync(command);
            await SendAsync(messages);
        }
    }

    /// <summary>Events first; measurements that may stand in one array do.</summary>
    private async Task SendAsync(List<Outgoing> messages)
    {
        foreach (var message in messages)
        {
            if (message.Act.Kind == ActKind.Event)
                await PublishAsync([message], _session.Topic(TopicKind.Event));
        }

        var batch = new List<Outgoing>();
        foreach (var message in messages)
        {
            if (message.Act.Kind == ActKind.Event)
                continue;
            if (batch.Count == MaxBatch || (batch.Count > 0 && (message.Act.IsAlone || batch[^1].Act.IsAlone)))
                await PublishAsync(batch, TopicOf(batch[0].Act));
            batch.Add(message);
        }

        if (batch.Count > 0)
            await PublishAsync(batch, TopicOf(batch[0].Act));
    }

    private string TopicOf(DeviceAct act) => act.Topic.Length > 0 ? act.Topic : _session.Topic(TopicKind.Telemetry);

    private async Task PublishAsync(List<Outgoing> batch, string topic)
    {
        var payload = batch.Count == 1 ? batch[0].Act.Payload : PayloadWriter.Join([.. batch.Select(m => m.Act.Payload)]);
        var oursMs = _context.Clock.OursMs;
        foreach (var message in batch)
        {
            if (message.CouldLeave)
                _context.Counts.Left(oursMs - message.MeantOursMs);
            else
                _context.Counts.Waited(1);
        }

        _context.Counts.Sent(batch.Count);
        _lastSentTicks = _context.Time.GetTimestamp();
        await _session.PublishAsync(topic, payload, _context.Stop);
        _context.Counts.Acknowledged(batch.Count);
        if (batch.Count(IsKept) is > 0 and var kept)
            Interlocked.Add(ref _keptLeft, -kept);
        batch.Clear();
    }

    private async Task AnswerAsync(byte[] command)
    {
        var answers = _answers ??= new CommandAnswers();
        var before = answers.Executed;
        if (answers.Answer(command, out var order) is not { } answer)
            return;
        _context.Counts.Commands(answers.Executed - before);
        if (order is { } told)
            _context.Post(() => Obey(told));
        await _session.PublishAsync(TopicKind.CommandResponse, answer, _context.Stop);
    }

    private void Obey(Order order)
    {
        Stream.Obey(order, _context.Clock.NowMs);
        OnRescheduled();
    }

    private async Task PingAsync(MqttLink link)
    {
        _lastSentTicks = _context.Time.GetTimestamp();
        try
        {
            await link.PingAsync(_context.Stop);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The link is dead and says so; the next turn opens another.
        }
    }

    private async Task TryWrongTokenAsync()
    {
        const ushort KeepAliveSeconds = 60;
        const string Wrong = "not-the-token-of-this-device";
        try
        {
            var request = new ConnectRequest(Stream.Device.Id, Stream.Device.Id, Wrong, WillTopic: null, WillPayload: null, KeepAliveSeconds);
            await using var stream = await Wire.OpenAsync(_context.Options.Endpoint(Stream.Device), request, _context.Time, _context.Stop);
        }
        catch (ConnectionRefusedException)
        {
            _context.Counts.Refused();
        }
        catch (Exception fault) when (fault is IOException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            // A stranger that finds no broker goes away.
        }
    }
}
