using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Orleans.Configuration;

namespace SmartCommunity.Cloud;

/// <summary>One silo on this machine, on a free loopback port: several clouds (tests, benchmarks) can run side by side.</summary>
internal static class LocalSilo
{
    /// <summary>Grains whose silo is remembered: a community is one, and all are on this silo. Orleans' own default of a million takes 18 MB before the first.</summary>
    private const int MaxCachedGrains = 4096;

    private const int FirstPort = 30_000, LastPort = 32_767, MaxTries = 100;

    /// <summary>Configures the silo; <paramref name="others"/> are ports that this process will listen on itself.</summary>
    internal static void Configure(ISiloBuilder silo, params int[] others)
    {
        // No port for clients: who calls a community runs in this process.
        silo.UseLocalhostClustering(FreePort(others), gatewayPort: 0, serviceId: "smartcommunity", clusterId: "smartcommunity");
        // A community's state is wanted at every moment; there is nothing to gain from collecting it.
        silo.Configure<GrainCollectionOptions>(o => o.CollectionAge = TimeSpan.FromDays(365));
        silo.Configure<GrainDirectoryOptions>(o => o.CacheSize = MaxCachedGrains);
    }

    /// <summary>
    /// A free port below those that systems give to outgoing connections and to listeners that ask for any (32768 on Linux, 49152 elsewhere): between this choice and the silo's start, seconds later, nobody is given it.
    /// </summary>
    private static int FreePort(int[] others)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var port = RandomNumberGenerator.GetInt32(FirstPort, LastPort + 1);
            if (!others.Contains(port) && IsFree(port))
                return port;
        }

        throw new IOException($"None of {MaxTries} ports tried between {FirstPort} and {LastPort} on loopback could be listened on, and the cloud's silo needs one.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
