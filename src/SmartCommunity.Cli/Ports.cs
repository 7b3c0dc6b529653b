using System.Net;
using System.Net.Sockets;

namespace SmartCommunity.Cli;

/// <summary>TCP ports on loopback.</summary>
internal static class Ports
{
    internal static bool IsFree(int port)
    {
        try
        {
            using var socket = new TcpListener(IPAddress.Loopback, port);
            socket.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Fails before anything is started, naming every port in use and the option that moves it.</summary>
    /// <exception cref="UsageException">A port is in use, or two options name the same one.</exception>
    internal static void RequireFree(params (int Port, string Option, string What)[] wanted)
    {
        foreach (var (port, option, what) in wanted.Where(w => w.Port is < 1 or > IPEndPoint.MaxPort))
        {
            throw new UsageException($"port {port} ({what}) is outside 1 to {IPEndPoint.MaxPort}; choose another with {option}.");
        }

        var twice = wanted.GroupBy(w => w.Port).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new UsageException($"port {twice.Key} is asked for twice ({string.Join(" and ", twice.Select(w => $"{w.Option} for {w.What}"))}); choose different ones.");
        }

        var used = wanted.Where(w => !IsFree(w.Port)).Select(w => $"port {w.Port} ({w.What}) is in use or not allowed; choose another with {w.Option}").ToList();
        if (used.Count > 0)
        {
            throw new UsageException(string.Join("; ", used) + ".");
        }
    }

    /// <summary>Ports that were free a moment ago, all different: for benchmarks and tests that start real processes.</summary>
    internal static int[] TakeFree(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Dispose());
        return ports;
    }
}
