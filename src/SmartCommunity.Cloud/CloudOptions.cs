using System.Net;
using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Cloud;

/// <summary>What the cloud host needs to know. <see cref="Faults"/> lists everything wrong with it at once.</summary>
public sealed record CloudOptions
{
    private const int HighestPort = 65_535;
    private const int MaxAddressLength = 200; // A link has 1,000 characters, of which its token takes up to 500.

    /// <summary>Folder that holds everything the cloud keeps; made when absent.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Address of console and API; default 127.0.0.1. On any other people always sign in with accounts.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port of console and API, 0 (any free one) to 65,535; default 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Names and addresses by which browsers reach the console besides this machine's own, directly or through a proxy that passes the Host; needed beyond loopback, and only where people sign in with accounts.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>People sign in with accounts; default: a host on loopback signs in a demo operator with every role. Beyond loopback there is no demo, whatever this says.</summary>
    public bool AsksForAccounts { get; init; }

    /// <summary>By what programs of this machine, such as the simulators, show themselves where people sign in; null: not at all.</summary>
    public string? ProgramToken { get; init; }

    /// <summary>Address of the gateways' uplink; default 127.0.0.1. Any other address needs <see cref="UplinkCertificatePath"/>.</summary>
    public IPAddress UplinkAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port of the gateways' uplink (gRPC), 0 to 65,535; default 8081.</summary>
    public int UplinkPort { get; init; } = 8081;

    /// <summary>PEM file with the uplink's certificate chain; null = plain HTTP/2, on loopback only.</summary>
    public string? UplinkCertificatePath { get; init; }

    /// <summary>PEM file with the certificate's private key; null = in <see cref="UplinkCertificatePath"/>.</summary>
    public string? UplinkKeyPath { get; init; }

    /// <summary>Address of an InfluxDB to keep the series in; null = the embedded store.</summary>
    public Uri? InfluxUrl { get; init; }

    /// <summary>Database (1.x) or bucket (2.x, 3.x) in the InfluxDB; default <c>smartcommunity</c>.</summary>
    public string InfluxDatabase { get; init; } = "smartcommunity";

    /// <summary>File with the InfluxDB token; null = none.</summary>
    public string? InfluxTokenFile { get; init; }

    /// <summary>File with the channels of notifications; null = <c>channels.json</c> in <see cref="DataFolder"/>, and without one nobody is told outside the console.</summary>
    public string? ChannelsFile { get; init; }

    /// <summary>
    /// Address by which recipients of notifications reach this host, through a proxy of its own: it stands in the links that acknowledge alerts, and only those are served under it. http or https, without a query;
    /// null = messages have no such link.
    /// </summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>A gateway on the same machine, enrolled at start: its id and the file that holds its token. Null = none.</summary>
    public (string Id, string TokenFile)? LocalGateway { get; init; }

    internal SignInOptions SignIn => new() { KeyFolder = Path.Combine(DataFolder, "keys"), AsksForAccounts = AsksForAccounts || !IPAddress.IsLoopback(Address), ProgramToken = ProgramToken };

    /// <summary>Faults of the options, one sentence each; empty = none.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (!IPAddress.IsLoopback(Address) && Hosts.Count == 0)
            faults.Add($"Console and API on {Address} need the names or addresses by which browsers reach them (--host): requests for any other are refused.");
        if (Hosts.Count > 0 && !SignIn.AsksForAccounts)
            faults.Add($"{string.Join(", ", Hosts)} (--host) would reach the demo operator, who may do everything: ask for accounts (--sign-in).");
        if (!IPAddress.IsLoopback(UplinkAddress) && UplinkCertificatePath is null)
            faults.Add($"The uplink on {UplinkAddress} needs TLS: give a certificate, or listen on 127.0.0.1.");
        if (Port is < 0 or > HighestPort)
            faults.Add($"Port {Port} must be 0 to {HighestPort}.");
        if (UplinkPort is < 0 or > HighestPort)
            faults.Add($"Uplink port {UplinkPort} must be 0 to {HighestPort}.");
        if (PublicAddress is { } reached && (!reached.IsAbsoluteUri || reached.Scheme is not ("http" or "https") || reached.Query.Length + reached.Fragment.Length + reached.UserInfo.Length > 0 || reached.AbsoluteUri.Length > MaxAddressLength))
            faults.Add($"The public address {reached} must be an http or https address without user, query and fragment, at most {MaxAddressLength} characters.");
        foreach (var path in new[] { UplinkCertificatePath, UplinkKeyPath, InfluxTokenFile, ChannelsFile, LocalGateway?.TokenFile })
        {
            if (path is not null && !File.Exists(path))
                faults.Add($"File '{path}' does not exist.");
        }

        return faults;
    }
}
