using System.Net;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Simulating;

/// <summary>
/// A large district on one machine: every community connects from a loopback address of its own, as it would from behind a router of its own. Otherwise
/// the ports of one address towards one broker (about 28,000) and the gateway's limit of connections from one address would be used up.
/// </summary>
internal sealed class SourceAddresses(int devices, IReadOnlyList<string> communities)
{
    /// <summary>Below the gateway's default limit of connections from one address.</summary>
    private const int MostFromOne = 5_000;
    private const byte Loopback = 127;
    private const int PerByte = 250;

    private readonly Dictionary<string, IPAddress> _of = communities.Select((code, i) => (code, i)).ToDictionary(
        c => c.code, c => new IPAddress([Loopback, 1, (byte)(c.i / PerByte), (byte)(1 + (c.i % PerByte))]));

    internal BrokerEndpoint Of(SimulatedDevice device, BrokerEndpoint endpoint) =>
        devices > MostFromOne && OperatingSystem.IsLinux() && IPAddress.TryParse(endpoint.Host, out var host) && host.Equals(IPAddress.Loopback)
            ? endpoint with { From = _of[device.Address.Community] }
            : endpoint;
}
