using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SmartCommunity.Simulators;

/// <summary>
/// Labels as a stream: whoever listens gets the newest <see cref="Remembered"/> first, then every one as it is written. A listener that does not read loses the
/// oldest; the file has them all. Thread-safe.
/// </summary>
internal sealed class LabelFeed
{
    /// <summary>Labels told to a new listener, and kept for a slow one.</summary>
    internal const int Remembered = 1_000;

    /// <summary>Protects the memory and the listeners.</summary>
    private readonly Lock _gate = new();
    private readonly Queue<FaultLabel> _recent = [];
    private readonly List<Channel<FaultLabel>> _listeners = [];

    internal void Add(FaultLabel label)
    {
        lock (_gate)
        {
            _recent.Enqueue(label);
            if (_recent.Count > Remembered)
                _recent.Dequeue();
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(label);
        }
    }

    internal async IAsyncEnumerable<FaultLabel> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<FaultLabel>(new BoundedChannelOptions(Remembered) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = false });
        lock (_gate)
        {
            foreach (var label in _recent)
                channel.Writer.TryWrite(label);
            _listeners.Add(channel);
        }

        try
        {
            await foreach (var label in channel.Reader.ReadAllAsync(cancellationToken))
                yield return label;
        }
        finally
        {
            lock (_gate)
                _listeners.Remove(channel);
        }
    }
}
