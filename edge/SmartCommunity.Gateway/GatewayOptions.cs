using System.Net;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Gateway.Uplink.IotHub;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway;

/// <summary>
/// How a gateway is started. <see cref="Validate"/> lists every fault at once. By default everything listens on loopback, and there is no
/// anonymous mode.
/// </summary>
public sealed record GatewayOptions
{
    /// <summary>Port number that lets the system choose; for tests and for several gateways on one machine.</summary>
    internal const int AnyPort = 0;

    /// <summary>Id of this gateway, an <see cref="Identifier"/>; the cloud knows it by this name. Required.</summary>
    public required string GatewayId { get; init; }

    /// <summary>Folder for the outbox, the device directory and the commands. Required; created when it does not exist. One process per folder.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Address of MQTT without TLS; default loopback. Any other needs <see cref="AllowInsecure"/>.</summary>
    public IPAddress MqttAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port of MQTT without TLS, 0 to 65,535; default 1883 (IANA). 0: chosen by the system. Null: not opened.</summary>
    public int? MqttPort { get; init; } = 1883;

    /// <summary>Allows MQTT without TLS on an address that is not loopback: everybody on the way can read the devices' tokens. Default false.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Address of MQTT with TLS; default all. Used when <see cref="CertificatePath"/> is set.</summary>
    public IPAddress MqttTlsAddress { get; init; } = IPAddress.Any;

    /// <summary>Port of MQTT with TLS, 0 to 65,535; default 8883 (IANA). 0: chosen by the system.</summary>
    public int MqttTlsPort { get; init; } = 8883;

    /// <summary>PEM file with the server certificate and its chain; null: no TLS listener.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>PEM file with the server certificate's private key. Required with <see cref="CertificatePath"/>.</summary>
    public string? CertificateKeyPath { get; init; }

    /// <summary>
    /// PEM file with the authority that device certificates must chain to; a certificate of it lets in the device whose id is its common name. A device enrolled
    /// with a certificate's SHA-256 needs that very certificate. Null: a device certificate is accepted by its SHA-256 in the directory alone.
    /// </summary>
    public string? ClientAuthorityPath { get; init; }

    /// <summary>Port of health and metrics on loopback, 0 to 65,535; default 9470. 0: chosen by the system.</summary>
    public int HttpPort { get; init; } = 9470;

    /// <summary>
    /// Address of the HTTP ingest; default loopback, without TLS. On any other it has TLS with <see cref="CertificatePath"/>; without a certificate it needs <see cref="AllowInsecure"/>.
    /// </summary>
    public IPAddress IngestAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port of the HTTP ingest, 0 to 65,535; default null: not opened. 0: chosen by the system.</summary>
    public int? IngestPort { get; init; }

    /// <summary>Address of the cloud's uplink, <c>http</c> or <c>https</c>. Required; the cloud need not answer, the gateway boots and collects without it.</summary>
    public required Uri CloudAddress { get; init; }

    /// <summary>The gateway's token for the cloud. Required; never logged.</summary>
    public required string CloudToken { get; init; }

    /// <summary>Most bytes of routine data waiting for the cloud, 1 MiB to 1 TiB; default 2 GiB. At 90 % routine messages are refused; safety events are not.</summary>
    public long OutboxQuotaBytes { get; init; } = 2L << 30;

    /// <summary>Disk space held back for safety events, 0 to 1 GiB; default 16 MiB.</summary>
    public long OutboxReserveBytes { get; init; } = 16L << 20;

    /// <summary>
    /// Connection string of this gateway's identity at an Azure IoT Hub that gets everything besides the cloud, see <see cref="Uplink.IotHub.HubConnection"/>; null: none.
    /// Never logged.
    /// </summary>
    public string? HubConnectionString { get; init; }

    /// <summary>PEM file with the authority that the hub's certificate must chain to; null: those of the system. Needed for a private hub or an IoT Edge gateway.</summary>
    public string? HubAuthorityPath { get; init; }

    /// <summary>Most bytes waiting for the hub, 1 MiB to 1 TiB; default 1 GiB, a day of a community. Beyond, the oldest routine blocks are dropped for the hub, counted; the cloud has them.</summary>
    public long HubQuotaBytes { get; init; } = 1L << 30;

    /// <summary>Limits of the MQTT intake.</summary>
    public IntakeOptions Intake { get; init; } = new();

    /// <summary>What the gateway does by itself about a safety matter.</summary>
    public LocalOptions Local { get; init; } = new();

    /// <summary>Throws <see cref="GatewayOptionsException"/> naming every fault.</summary>
    public void Validate()
    {
        string[] faults = [.. Faults(), .. Intake.Faults(), .. Local.Faults()];
        if (faults.Length > 0)
            throw new GatewayOptionsException(faults);
    }

    private IEnumerable<string> Faults()
    {
        if (!Identifier.IsValid(GatewayId))
            yield return Identifier.Fault(nameof(GatewayId), GatewayId);
        if (string.IsNullOrWhiteSpace(DataDirectory))
            yield return $"{nameof(DataDirectory)} is missing.";
        if (MqttPort is { } port && PortFault(nameof(MqttPort), port) is { } mqttFault)
            yield return mqttFault;
        if (PortFault(nameof(MqttTlsPort), MqttTlsPort) is { } tlsFault)
            yield return tlsFault;
        if (PortFault(nameof(HttpPort), HttpPort) is { } httpFault)
            yield return httpFault;
        if (MqttPort is not null && !IPAddress.IsLoopback(MqttAddress) && !AllowInsecure)
            yield return $"{nameof(MqttAddress)} {MqttAddress} is not loopback and MQTT on port {MqttPort} has no TLS: set a certificate and use port {MqttTlsPort}, or set {nameof(AllowInsecure)}.";
        if (IngestPort is { } ingestPort && PortFault(nameof(IngestPort), ingestPort) is { } ingestFault)
            yield return ingestFault;
        if (IngestPort is not null && !IPAddress.IsLoopback(IngestAddress) && CertificatePath is null && !AllowInsecure)
            yield return $"{nameof(IngestAddress)} {IngestAddress} is not loopback and HTTP there has no TLS: set a certificate, or set {nameof(AllowInsecure)}.";
        if (MqttPort is null && CertificatePath is null && IngestPort is null)
            yield return $"Neither {nameof(MqttPort)} nor {nameof(CertificatePath)} nor {nameof(IngestPort)} is set: no device could connect.";
        if (CertificatePath is null != (CertificateKeyPath is null))
            yield return $"{nameof(CertificatePath)} and {nameof(CertificateKeyPath)} must be set together.";
        foreach (var (name, path) in new[] { (nameof(CertificatePath), CertificatePath), (nameof(CertificateKeyPath), CertificateKeyPath), (nameof(ClientAuthorityPath), ClientAuthorityPath), (nameof(HubAuthorityPath), HubAuthorityPath) })
        {
            if (path is not null && !File.Exists(path))
                yield return $"{name} '{path}' does not exist.";
        }

        if (CloudAddress is not { IsAbsoluteUri: true } || (CloudAddress.Scheme != Uri.UriSchemeHttp && CloudAddress.Scheme != Uri.UriSchemeHttps))
            yield return $"{nameof(CloudAddress)} '{CloudAddress}' must be an absolute http or https address.";
        if (string.IsNullOrEmpty(CloudToken))
            yield return $"{nameof(CloudToken)} is missing; the cloud asks for it.";
        if (OutboxQuotaBytes is < 1L << 20 or > 1L << 40)
            yield return $"{nameof(OutboxQuotaBytes)} is {OutboxQuotaBytes}; it must be {1L << 20} to {1L << 40}.";
        if (HubConnectionString is { } hub && HubConnection.TryParse(hub, out var hubFaults) is null)
        {
            foreach (var fault in hubFaults)
                yield return fault;
        }

        if (HubQuotaBytes is < 1L << 20 or > 1L << 40)
            yield return $"{nameof(HubQuotaBytes)} is {HubQuotaBytes}; it must be {1L << 20} to {1L << 40}.";
        if (OutboxReserveBytes is < 0 or > 1L << 30)
            yield return $"{nameof(OutboxReserveBytes)} is {OutboxReserveBytes}; it must be 0 to {1L << 30}.";
    }

    private static string? PortFault(string name, int port) => port is >= AnyPort and <= ushort.MaxValue
        ? null
        : $"{name} is {port}; it must be 0 to {ushort.MaxValue}.";
}

/// <summary>The gateway's options cannot be used; the message lists every fault.</summary>
public sealed class GatewayOptionsException(IReadOnlyList<string> faults)
    : Exception("The gateway cannot start: " + string.Join(' ', faults))
{
    /// <summary>One sentence for each fault, naming the option and its limit.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
