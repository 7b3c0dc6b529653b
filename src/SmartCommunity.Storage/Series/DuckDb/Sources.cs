using System.Collections.Concurrent;

namespace SmartCommunity.Storage.Series;

/// <summary>The current <see cref="SourceSet"/>, and those that queries still use. What nobody uses any more is handed to the upkeep to be removed. Thread-safe.</summary>
internal sealed class Sources(SourceSet first)
{
    private readonly Lock _gate = new(); // protects _current
    private readonly ConcurrentQueue<MeasurementSource> _unused = new();
    private SourceSet _current = first;

    public SourceSet Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    public Lease Acquire()
    {
        lock (_gate)
        {
            _current.Use();
            return new Lease(this, _current);
        }
    }

    /// <summary>Makes <paramref name="next"/> what new queries see. Call it once the transaction that made it true is committed.</summary>
    public void Publish(SourceSet next)
    {
        SourceSet previous;
        lock (_gate)
        {
            previous = _current;
            _current = next;
        }

        Leave(previous);
    }

    public bool TryTakeUnused(out MeasurementSource? source) => _unused.TryDequeue(out source);

    private void Leave(SourceSet set)
    {
        if (!set.Leave())
            return;
        foreach (var source in set.All)
        {
            if (source.Release())
                _unused.Enqueue(source);
        }
    }

    /// <summary>Keeps the sources of a set alive until disposed.</summary>
    public sealed class Lease(Sources sources, SourceSet set) : IDisposable
    {
        private int _disposed;

        public SourceSet Set { get; } = set;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                sources.Leave(Set);
        }
    }
}
