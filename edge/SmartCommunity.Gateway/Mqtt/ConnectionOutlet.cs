using System.Threading.Channels;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>The dialect's way back to its device: a bounded queue and one pump. Thread-safe; a device that does not read loses answers, not the gateway its memory.</summary>
internal sealed class ConnectionOutlet(DeviceConnection connection, IntakeMeter meter) : IDialectOutlet
{
    /// <summary>Most messages waiting: a carrier of 200 devices may ask for all of their attributes at once.</summary>
    private const int Capacity = 256;

    private readonly Channel<DialectMessage> _waiting = Channel.CreateBounded<DialectMessage>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite }, _ => meter.CountDropped());

    /// <summary>Messages for when the payload being decoded is stored. The reader's own.</summary>
    private readonly List<DialectMessage> _whenStored = [];

    /// <summary>Ends when what was handed over before has left: two payloads of one commit are answered in their order. The reader's own.</summary>
    private Task _earlier = Task.CompletedTask;

    public void Publish(in DialectMessage message) => _waiting.Writer.TryWrite(message);

    public void PublishWhenStored(in DialectMessage message) => _whenStored.Add(message);

    /// <summary>The payload was handed to the outbox: its messages leave with its commits.</summary>
    internal void Release(BlockCommit? commit, BlockCommit[]? others)
    {
        if (_whenStored.Count == 0)
            return;
        DialectMessage[] messages = [.. _whenStored];
        _whenStored.Clear();
        _earlier = ReleaseAsync(_earlier, messages, [.. new[] { commit }.OfType<BlockCommit>(), .. others ?? []]);
    }

    private async Task ReleaseAsync(Task earlier, DialectMessage[] messages, BlockCommit[] commits)
    {
        await earlier;
        foreach (var commit in commits)
        {
            if (await commit.Completed != CommitOutcome.Stored)
                return;
        }

        foreach (var message in messages)
            Publish(in message);
    }

    /// <summary>Sends what is queued until the connection ends.</summary>
    internal async Task RunAsync()
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync())
        {
            if (!await connection.WriteAsync(MqttFrames.Publish(message.Topic, packetId: null, message.Payload, connection.IsV5, message.IsRetained)))
                return;
        }
    }

    internal void Close() => _waiting.Writer.TryComplete();
}
