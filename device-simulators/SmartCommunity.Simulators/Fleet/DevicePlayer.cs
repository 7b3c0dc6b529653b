using System.Threading.Channels;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Mqtt;
using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>One device of the fleet: sleeps until its next message, a command, or a lost connection, and deals with that. Catches up in arrays.</summary>
internal sealed class DevicePlayer
{
    /// <summary>Messages of one array payload when catching up: about 5 kB, far below any broker's limit.</summary>
    private const int MaxBatch = 50;

    /// <summary>Unread commands of one device; a device that gets more than this at once loses the oldest, and the gateway repeats them.</summary>
    private const int MaxWaitingCommands = 16;

    /// <summary>A refused device asks again for as long as the fleet runs: it may be enrolled meanwhile.</summary>
    private const int EndlessRefusals = int.MaxValue;

    private static readonly TimeSpan PingInterval = DeviceSession.KeepAlive / 2;

    private readonly SimulatedDevice _device;
    private readonly DistrictView _district;
    private readonly long _boot;
    private readonly FleetOptions _options;
    private readonly FleetCounts _counts;
    private readonly TimeProvider _time;
    private readonly CommandAnswers _answers = new();
    private readonly Channel<byte[]> _commands = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(MaxWaitingCommands) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = false });

    private readonly List<byte[]> _events = [];
    private readonly List<byte[]> _telemetry = [];

    internal DevicePlayer(
        SimulatedDevice device, DistrictView district, long boot, FleetOptions options, FleetCounts counts, TimeProvider time) =>
        (_device, _district, _boot, _options, _counts, _time) = (device, district, boot, options, counts, time);

    internal async Task RunAsync(TimeSpan startDelay, CancellationToken cancellationToken)
    {
        var session = new DeviceSession(_options.Endpoint(_device), _device, EndlessRefusals, _time)
        {
            OnCommand = payload => _commands.Writer.TryWrite(payload),
            OnConnectedChanged = _counts.Connected,
            OnRefused = _counts.Refused,
        };
        try
        {
            await Task.Delay(startDelay + Jitter(), _time, cancellationToken);
            await session.LinkAsync(cancellationToken);
            await PlayAsync(session, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is over; the session says goodbye below.
        }
        finally
        {
            await session.DisposeAsync();
        }
    }

    private TimeSpan Jitter() => TimeSpan.FromSeconds(Dice.Of(_district.Seed).Fork(_device.Id).Fork("start").Unit(0));

    private async Task PlayAsync(DeviceSession session, CancellationToken cancellationToken)
    {
        var stream = new DeviceStream(_device, _district, NowMs(), _boot, _options.IncidentsPerHomeDay);
        while (true)
        {
            var link = await session.LinkAsync(cancellationToken);
            await AnswerCommandsAsync(session, cancellationToken);
            Collect(stream);
            if (_events.Count + _telemetry.Count > 0)
                await SendAsync(session, cancellationToken);
            else
                await WaitAsync(link, stream.DueMs, cancellationToken);
        }
    }

    private async Task WaitAsync(MqttLink link, long dueMs, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Clamp(dueMs - NowMs(), 0, (long)PingInterval.TotalMilliseconds));
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var due = Task.Delay(wait, _time, woken.Token);
        var first = await Task.WhenAny(due, link.Closed, _commands.Reader.WaitToReadAsync(woken.Token).AsTask());
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (first == due && wait == PingInterval)
            await PingAsync(link, cancellationToken);
    }

    private static async Task PingAsync(MqttLink link, CancellationToken cancellationToken)
    {
        try
        {
            await link.PingAsync(cancellationToken);
        }
        catch (IOException)
        {
            // The link is dead and says so through Closed; the next turn opens another.
        }
    }

    private void Collect(DeviceStream stream)
    {
        var nowMs = NowMs();
        var oldestMs = nowMs - (long)_options.MaxBacklog.TotalMilliseconds;
        while (stream.DueMs <= nowMs && _telemetry.Count < MaxBatch)
        {
            if (stream.Next() is not { } message)
                continue;
            if (message.Kind == TopicKind.Event)
                _events.Add(message.Payload);
            else if (message.DueMs >= oldestMs)
                _telemetry.Add(message.Payload);
            else
                _counts.Skipped(1);
        }
    }

    private async Task SendAsync(DeviceSession session, CancellationToken cancellationToken)
    {
        foreach (var payload in _events)
            await PublishAsync(session, TopicKind.Event, payload, messages: 1, cancellationToken);
        if (_telemetry.Count > 0)
            await PublishAsync(session, TopicKind.Telemetry, PayloadWriter.Join(_telemetry), _telemetry.Count, cancellationToken);
        _events.Clear();
        _telemetry.Clear();
    }

    private async Task PublishAsync(DeviceSession session, TopicKind kind, byte[] payload, int messages, CancellationToken cancellationToken)
    {
        _counts.Sent(messages);
        await session.PublishAsync(kind, payload, cancellationToken);
        _counts.Acknowledged(messages);
    }

    private async Task AnswerCommandsAsync(DeviceSession session, CancellationToken cancellationToken)
    {
        while (_commands.Reader.TryRead(out var payload))
        {
            var before = _answers.Executed;
            if (_answers.Answer(payload) is not { } answer)
                continue;
            _counts.Commands(_answers.Executed - before);
            await session.PublishAsync(TopicKind.CommandResponse, answer, cancellationToken);
        }
    }

    private long NowMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
