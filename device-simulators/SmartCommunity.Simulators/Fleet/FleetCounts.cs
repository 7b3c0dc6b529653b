namespace SmartCommunity.Simulators.Fleet;

/// <summary>Counters all players of a fleet share; thread-safe.</summary>
internal sealed class FleetCounts
{
    private int _connected;
    private long _sent;
    private long _acknowledged;
    private long _refused;
    private long _skipped;
    private long _commands;

    internal int Devices { get; set; }

    internal void Connected(bool isConnected) => Interlocked.Add(ref _connected, isConnected ? 1 : -1);

    internal void Sent(int messages) => Interlocked.Add(ref _sent, messages);

    internal void Acknowledged(int messages) => Interlocked.Add(ref _acknowledged, messages);

    internal void Refused() => Interlocked.Increment(ref _refused);

    internal void Skipped(int messages) => Interlocked.Add(ref _skipped, messages);

    internal void Commands(int executed) => Interlocked.Add(ref _commands, executed);

    internal FleetProgress Now() => new(
        Devices,
        Volatile.Read(ref _connected),
        Interlocked.Read(ref _sent),
        Interlocked.Read(ref _acknowledged),
        Interlocked.Read(ref _refused),
        Interlocked.Read(ref _skipped),
        Interlocked.Read(ref _commands));
}
