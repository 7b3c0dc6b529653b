using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.SystemTests.Console;

/// <summary>Speaks to the cloud's uplink as a gateway does: the console's pages are driven by the real line, not by its services' insides.</summary>
internal sealed class UplinkFeeder : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<GatewayMessage, CloudMessage> _call;
    private readonly Dictionary<Lane, long> _sequence = [];
    private readonly Queue<Command> _commands = [];

    private UplinkFeeder(GrpcChannel channel, AsyncDuplexStreamingCall<GatewayMessage, CloudMessage> call)
    {
        _channel = channel;
        _call = call;
    }

    internal static async Task<UplinkFeeder> ConnectAsync(Uri uplink, string gateway, string token, CancellationToken cancellationToken)
    {
        var channel = GrpcChannel.ForAddress(uplink);
        var call = new Uplink.UplinkClient(channel).Stream(new Metadata { { "authorization", $"Bearer {token}" } }, cancellationToken: CancellationToken.None);
        var feeder = new UplinkFeeder(channel, call);
        var hello = new Hello { GatewayId = gateway, SoftwareVersion = "0.1.0" };
        await call.RequestStream.WriteAsync(new GatewayMessage { Hello = hello }, cancellationToken);
        await feeder.ReadUntilAsync(m => m.Welcome is not null, cancellationToken);
        return feeder;
    }

    internal Task HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken) =>
        _call.RequestStream.WriteAsync(new GatewayMessage { Heartbeat = heartbeat }, cancellationToken);

    /// <summary>Sends a batch as one frame and returns once the cloud has it durably.</summary>
    internal async Task SendAsync(Lane lane, Batch batch, CancellationToken cancellationToken)
    {
        var count = batch.AtMs.Count + batch.Events.Count + batch.Statuses.Count + batch.Quarantined.Count + batch.CommandReports.Count;
        var first = _sequence.GetValueOrDefault(lane) + 1;
        var last = first + count - 1;
        var bytes = batch.ToByteString();
        var frame = new Frame { Lane = lane, Epoch = 1, FirstSequence = first, Count = count, Batch = bytes, Crc = Crc.Of(bytes.Span) };
        await _call.RequestStream.WriteAsync(new GatewayMessage { Frame = frame }, cancellationToken);
        await ReadUntilAsync(m => m.Ack is { } ack && ack.Lane == lane && ack.Sequence >= last, cancellationToken);
        _sequence[lane] = last;
    }

    /// <summary>The next command the cloud gave, or will give, to this gateway for a device; commands for other devices are passed over.</summary>
    internal async Task<Command> ReceiveCommandAsync(string device, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_commands.TryDequeue(out var command))
            {
                if (command.Device == device)
                    return command;
            }

            await ReadUntilAsync(m => m.Command is not null, cancellationToken);
        }
    }

    /// <summary>Reports, as a gateway does, what became of a command.</summary>
    internal Task ReportAsync(Command command, CommandState state, string resultJson, CancellationToken cancellationToken)
    {
        var report = new CommandReport
        {
            CommandId = command.CommandId, State = state, AtMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), ResultJson = resultJson,
        };
        return SendAsync(Lane.Alarm, new Batch { CommandReports = { report } }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        _channel.Dispose();
        await ValueTask.CompletedTask;
    }

    private async Task ReadUntilAsync(Func<CloudMessage, bool> wanted, CancellationToken cancellationToken)
    {
        while (await _call.ResponseStream.MoveNext(cancellationToken))
        {
            var message = _call.ResponseStream.Current;
            if (message.Command is { } command)
                _commands.Enqueue(command);
            if (wanted(message))
                return;
        }

        throw new InvalidOperationException("The cloud ended the uplink.");
    }
}

/// <summary>Builds columnar batches as the uplink carries them.</summary>
internal sealed class BatchWriter
{
    private long _lastAtMs;
    private long _lastReceivedAtMs;

    internal Batch Batch { get; } = new();

    internal uint DeviceIndex(DeviceRef device) => IndexIn(Batch.Devices, device);

    internal void Message(DeviceRef device, long atMs, uint quality, params (string Quantity, double Value)[] values)
    {
        Batch.Device.Add(DeviceIndex(device));
        Batch.AtMs.Add(atMs - _lastAtMs);
        Batch.ReceivedAtMs.Add(atMs - _lastReceivedAtMs);
        Batch.Quality.Add(quality);
        Batch.ValueCount.Add((uint)values.Length);
        foreach (var (quantity, value) in values)
        {
            Batch.Quantity.Add(IndexIn(Batch.Quantities, quantity));
            Batch.Value.Add(value);
        }

        (_lastAtMs, _lastReceivedAtMs) = (atMs, atMs);
    }

    private static uint IndexIn<T>(Google.Protobuf.Collections.RepeatedField<T> dictionary, T entry)
    {
        var index = dictionary.IndexOf(entry);
        if (index < 0)
        {
            index = dictionary.Count;
            dictionary.Add(entry);
        }

        return (uint)index;
    }
}
