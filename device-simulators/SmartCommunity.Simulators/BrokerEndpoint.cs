using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace SmartCommunity.Simulators;

/// <summary>Where simulated devices connect. Immutable; a link opened with it verifies the server name when TLS is on.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port, 1–65535; by convention 1883 without and 8883 with TLS.</param>
/// <param name="UseTls">True: TLS 1.2 or later.</param>
/// <param name="CaFile">PEM file of the only authority to trust; null: the machine's own trust store. Only with TLS.</param>
/// <param name="From">Address to connect from; null: the system chooses. One address has about 28,000 ports towards one broker.</param>
public sealed record BrokerEndpoint(string Host, int Port, bool UseTls = false, string? CaFile = null, IPAddress? From = null)
{
    private readonly Lazy<X509Certificate2Collection?> _roots = new(() => Load(CaFile));

    /// <summary>The trusted authorities, read once; null means the machine's store.</summary>
    internal X509Certificate2Collection? Roots => _roots.Value;

    private static X509Certificate2Collection? Load(string? caFile)
    {
        if (caFile is null)
            return null;
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(caFile);
        return roots.Count > 0 ? roots : throw new InvalidDataException($"CA file '{caFile}' holds no certificate in PEM form.");
    }
}
