using System.Threading.Channels;
using Grpc.Core;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>
/// One gateway's open stream, outgoing side: acks, directory changes and commands leave in the order they were posted. Thread-safe.
/// </summary>
internal sealed class UplinkSession(string gateway) : IAsyncDisposable
{
    // Acks are bounded by credit; directory changes and commands are few. A gateway that reads none of this many is dead.
    private const int MaxWaiting = 4_096;

    private readonly Channel<CloudMessage> _outgoing =
        Channel.CreateBounded<CloudMessage>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();

    internal string Gateway => gateway;

    /// <summary>Cancelled when the session ends for any reason.</summary>
    internal CancellationToken Ended => _ended.Token;

    /// <summary>Why it ended.</summary>
    internal string Reason { get; private set; } = "the stream ended";

    internal void Post(CloudMessage message)
    {
        if (!_outgoing.Writer.TryWrite(message))
            End($"{MaxWaiting} messages to the gateway were waiting");
    }

    /// <summary>Refuses the gateway for good: says so, then ends.</summary>
    internal void Fence(string reason)
    {
        Reason = $"fenced: {reason}";
        _outgoing.Writer.TryWrite(new CloudMessage { Fenced = new Fenced { Reason = reason } });
        _outgoing.Writer.TryComplete();
    }

    /// <summary>Ends the stream; the gateway reconnects and begins from the marks.</summary>
    internal void Break(string reason) => End($"protocol error: {reason}");

    internal void End(string reason)
    {
        if (_ended.IsCancellationRequested)
            return;
        Reason = reason;
        _outgoing.Writer.TryComplete();
        _ended.Cancel();
    }

    /// <summary>Writes what is posted until the session ends.</summary>
    internal async Task PumpAsync(IServerStreamWriter<CloudMessage> stream)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(_ended.Token))
                await stream.WriteAsync(message, _ended.Token);
            End(Reason);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException or RpcException)
        {
            End("the gateway went away");
        }
    }

    public ValueTask DisposeAsync()
    {
        End(Reason);
        _ended.Dispose();
        return ValueTask.CompletedTask;
    }
}
