using System.Threading.Channels;
using SmartCommunity.Gateway.Dialects;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>The dialect's way back to its device: a bounded queue and one pump. Thread-safe; a device that does not read loses answers, not the gateway its memory.</summary>
internal sealed class ConnectionOutlet(DeviceConnection connection, IntakeMeter meter) : IDialectOutlet
{
    /// <summary>Most messages waiting: a carrier of 200 devices may ask for all of their attributes at once.</summary>
    private const int Capacity = 256;

    private readonly Channel<DialectMessage> _waiting = Channel.CreateBounded<DialectMessage>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite }, _ => meter.CountDropped());

    public void Publish(in DialectMessage message) => _waiting.Writer.TryWrite(message);

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
