using System.IO.Hashing;
using System.Runtime.InteropServices;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// The numbers that ThingsBoard's RPC has in place of command ids, on one connection. A command has the same number on every connection, so that an answer to a command sent before a
/// reconnect is matched once the command was sent again, and never to another one. Thread-safe.
/// </summary>
internal sealed class ThingsBoardCalls
{
    /// <summary>Most numbers remembered; the oldest is forgotten first, and its answer goes to quarantine.</summary>
    internal const int Capacity = 512;

    /// <summary>Protects both.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Device, int Number), string> _commands = [];
    private readonly Queue<(string Device, int Number)> _order = new();

    /// <summary>The number of a command, which it is remembered under from now on.</summary>
    internal int Number(DeviceAddress device, string command)
    {
        var number = (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(command.AsSpan())) & int.MaxValue);
        lock (_gate)
        {
            while (_commands.TryGetValue((device.Device, number), out var known) && known != command)
                number = (number + 1) & int.MaxValue;
            if (_commands.TryAdd((device.Device, number), command))
                _order.Enqueue((device.Device, number));
            if (_order.Count > Capacity)
                _commands.Remove(_order.Dequeue());
            return number;
        }
    }

    /// <summary>The command that a device was sent under that number, or null.</summary>
    internal string? Find(DeviceAddress device, int number)
    {
        lock (_gate)
            return _commands.GetValueOrDefault((device.Device, number));
    }
}
