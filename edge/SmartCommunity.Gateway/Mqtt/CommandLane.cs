namespace SmartCommunity.Gateway.Mqtt;

/// <summary>
/// Commands sent to one device that it has not acknowledged. Bounded, so that a device that never acknowledges holds a few commands and not the
/// gateway's memory (MQTTnet's own list has no bound, measured). Thread-safe.
/// </summary>
internal sealed class CommandLane(ushort clientReceiveMaximum, TimeProvider time)
{
    /// <summary>A device carries out commands one by one; sixteen under way keep any link busy.</summary>
    internal const int MaxUnacknowledged = 16;

    private readonly int _capacity = clientReceiveMaximum == 0 ? MaxUnacknowledged : Math.Min((int)clientReceiveMaximum, MaxUnacknowledged);

    /// <summary>Protects everything below.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, (TaskCompletionSource<bool> Done, long SentAt)> _open = [];
    private ushort _lastId;
    private bool _isClosed;

    /// <summary>Reserves a packet id; null when the lane is full or closed. The task says whether the PUBACK came.</summary>
    internal (ushort PacketId, Task<bool> Acknowledged)? TryOpen()
    {
        lock (_gate)
        {
            if (_isClosed || _open.Count >= _capacity)
                return null;
            do
                _lastId = (ushort)(_lastId == ushort.MaxValue ? 1 : _lastId + 1);
            while (_open.ContainsKey(_lastId));
            var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _open.Add(_lastId, (done, time.GetTimestamp()));
            return (_lastId, done.Task);
        }
    }

    internal void Acknowledge(ushort packetId, bool accepted)
    {
        lock (_gate)
        {
            if (_open.Remove(packetId, out var command))
                command.Done.SetResult(accepted);
        }
    }

    /// <summary>How long the oldest command has been waiting for its PUBACK.</summary>
    internal TimeSpan OldestAge()
    {
        lock (_gate)
        {
            var age = TimeSpan.Zero;
            foreach (var (_, sentAt) in _open.Values)
                age = TimeSpan.FromTicks(Math.Max(age.Ticks, time.GetElapsedTime(sentAt).Ticks));
            return age;
        }
    }

    /// <summary>The connection is gone: nothing open will be acknowledged.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var (done, _) in _open.Values)
                done.SetResult(false);
            _open.Clear();
        }
    }
}
