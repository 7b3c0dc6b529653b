using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace SmartCommunity.Cloud;

/// <summary>One silo on this machine, on two free loopback ports: several clouds (tests, benchmarks) can run side by side.</summary>
internal static class LocalSilo
{
    /// <summary>Grains whose silo is remembered: a community is one, and all are on this silo. Orleans' own default of a million takes 18 MB before the first.</summary>
    private const int MaxCachedGrains = 4096;

    internal static void Configure(ISiloBuilder silo)
    {
        var (siloPort, clientPort) = FreePorts();
        silo.UseLocalhostClustering(siloPort, clientPort, serviceId: "smartcommunity", clusterId: "smartcommunity");
        // A community's state is wanted at every moment; there is nothing to gain from collecting it.
        silo.Configure<GrainCollectionOptions>(o => o.CollectionAge = TimeSpan.FromDays(365));
        silo.Configure<GrainDirectoryOptions>(o => o.CacheSize = MaxCachedGrains);
    }

    private static (int Silo, int Client) FreePorts()
    {
        // Both are held until both are known, so that they differ.
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
