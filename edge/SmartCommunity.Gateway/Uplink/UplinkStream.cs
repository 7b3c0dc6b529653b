using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.Uplink;

/// <summary>
/// One connected stream: Hello, Welcome, then frames out and acks in until either side ends it. Alarms go before routine frames whenever both
/// wait, and have a credit of their own. Runs once.
/// </summary>
internal sealed class UplinkStream(
    AsyncDuplexStreamingCall<GatewayMessage, CloudMessage> call, Outbox.Outbox outbox, UplinkInbox inbox, UplinkOptions options, UplinkState state,
    TimeProvider time, ILogger logger)
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<Ack> _acks = Channel.CreateUnbounded<Ack>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private LanePump _alarm = null!;
    private LanePump _routine = null!;
    private readonly Dictionary<string, DeviceUsage> _toldUsage = new(StringComparer.Ordinal);
    private int _beats;

    /// <summary>Runs until the stream ends; throws what ended it.</summary>
    internal async Task RunAsync(string version, CancellationToken cancellationToken)
    {
        await call.RequestStream.WriteAsync(new GatewayMessage { Hello = Hello(version) }, cancellationToken);
        if (!await OpenAsync(await WelcomeAsync(cancellationToken)))
            return;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        outbox.Changed += Wake;
        inbox.Renewals.Asked += Wake;
        try
        {
            var sending = SendAsync(ended.Token);
            var receiving = ReceiveAsync(ended.Token);
            var first = await Task.WhenAny(sending, receiving);
            await ended.CancelAsync();
            await Task.WhenAll(Quiet(sending), Quiet(receiving));
            await first;
        }
        finally
        {
            outbox.Changed -= Wake;
            inbox.Renewals.Asked -= Wake;
            inbox.Renewals.Closed();
        }
    }

    private Hello Hello(string version)
    {
        var hello = new Hello { GatewayId = options.GatewayId, SoftwareVersion = version, DirectoryVersion = inbox.Begin() };
        foreach (var standing in new[] { outbox.Routine.Current, outbox.Alarm.Current })
        {
            hello.Lanes.Add(new LanePosition
            {
                Lane = standing.Lane, Epoch = standing.Epoch, LastSequence = standing.LastSequence, FirstRetained = standing.FirstRetained,
            });
        }
        return hello;
    }

    private async Task<Welcome> WelcomeAsync(CancellationToken cancellationToken)
    {
        if (!await call.ResponseStream.MoveNext(cancellationToken))
            throw new RpcException(new Status(StatusCode.Unavailable, "The stream ended before a Welcome."));
        var message = call.ResponseStream.Current;
        return message.KindCase switch
        {
            CloudMessage.KindOneofCase.Welcome => message.Welcome,
            CloudMessage.KindOneofCase.Fenced => throw new FencedException(message.Fenced.Reason),
            _ => throw new RpcException(new Status(StatusCode.FailedPrecondition, $"The cloud's first message was {message.KindCase}, not Welcome.")),
        };
    }

    /// <summary>Takes the marks; false when the outbox began a new epoch, which wants a new Hello.</summary>
    private async Task<bool> OpenAsync(Welcome welcome)
    {
        var before = (outbox.Alarm.Current.Epoch, outbox.Routine.Current.Epoch);
        var alarm = await ConfirmAsync(outbox.Alarm, welcome);
        var routine = await ConfirmAsync(outbox.Routine, welcome);
        if (before != (alarm.Epoch, routine.Epoch))
        {
            UplinkLog.Renewed(logger);
            return false;
        }
        _alarm = new LanePump(outbox.Alarm, alarm, welcome.CreditBytes);
        _routine = new LanePump(outbox.Routine, routine, welcome.CreditBytes);
        UplinkLog.Up(logger, options.Address!, routine.FirstRetained - 1, alarm.FirstRetained - 1, welcome.CreditBytes);
        state.Opened();
        inbox.Renewals.Opened(welcome.TakesReenrolments);
        return true;
    }

    private static Task<LaneStanding> ConfirmAsync(OutboxLane lane, Welcome welcome)
    {
        var standing = lane.Current;
        var mark = welcome.Marks.LastOrDefault(m => m.Lane == standing.Lane) ?? new LaneMark();
        return lane.ConfirmAsync(mark.Epoch, mark.Sequence);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        using var timer = time.CreateTimer(_ => Beat(), null, TimeSpan.Zero, options.Heartbeat);
        var preview = new LanePreview(outbox.Routine, time);
        while (true)
        {
            while (_acks.Reader.TryRead(out var ack))
                (ack.Lane == Lane.Alarm ? _alarm : _routine).Acknowledge(ack.Epoch, ack.Sequence);
            var isBeat = Interlocked.Exchange(ref _beats, 0) > 0;
            if (isBeat || state.IsRefusalNews())
                await call.RequestStream.WriteAsync(new GatewayMessage { Heartbeat = state.Heartbeat() }, cancellationToken);
            if (isBeat)
                await TellUsageAsync(cancellationToken);
            while (inbox.Renewals.TryNext(out var reenrolment))
                await call.RequestStream.WriteAsync(new GatewayMessage { Reenrolment = reenrolment }, cancellationToken);
            foreach (var fresh in preview.Next())
                await call.RequestStream.WriteAsync(new GatewayMessage { Preview = fresh }, cancellationToken);
            // One frame at a time, so that an alarm that comes meanwhile goes next.
            if ((await _alarm.NextAsync() ?? await _routine.NextAsync()) is { } frame)
            {
                using var activity = GatewayActivity.Source.StartActivity("uplink send", System.Diagnostics.ActivityKind.Client, frame.TraceParent);
                await call.RequestStream.WriteAsync(new GatewayMessage { Frame = frame }, cancellationToken);
                state.Sent(frame.Batch.Length);
            }
            else
                await _wake.Reader.ReadAsync(cancellationToken);
        }
    }

    private async Task TellUsageAsync(CancellationToken cancellationToken)
    {
        foreach (var usage in state.Usage(_toldUsage))
            await call.RequestStream.WriteAsync(new GatewayMessage { Usage = usage }, cancellationToken);
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            var message = call.ResponseStream.Current;
            switch (message.KindCase)
            {
                case CloudMessage.KindOneofCase.Ack:
                    Take(message.Ack);
                    break;
                case CloudMessage.KindOneofCase.Fenced:
                    throw new FencedException(message.Fenced.Reason);
                default:
                    inbox.Take(message);
                    break;
            }
        }
        throw new RpcException(new Status(StatusCode.Unavailable, "The cloud ended the stream."));
    }

    private void Take(Ack ack)
    {
        if (ack.Rejected > 0)
            UplinkLog.Rejected(logger, ack.Rejected, ack.Lane, ack.Sequence);
        state.Acknowledged();
        _acks.Writer.TryWrite(ack);
        Wake();
    }

    private void Beat()
    {
        Interlocked.Exchange(ref _beats, 1);
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>The loop that did not end first only says that it was cancelled.</summary>
    private static async Task Quiet(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

/// <summary>The cloud refuses this gateway for good.</summary>
internal sealed class FencedException(string reason) : Exception(reason);
