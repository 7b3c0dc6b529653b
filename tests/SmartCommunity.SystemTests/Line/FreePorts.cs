using System.Net;
using System.Net.Sockets;

namespace SmartCommunity.SystemTests.Line;

/// <summary>Ports nobody listens on, all held until all are known so that they differ.</summary>
internal static class FreePorts
{
    internal static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return [.. listeners.Select(Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }

    private static int Port(TcpListener listener)
    {
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
