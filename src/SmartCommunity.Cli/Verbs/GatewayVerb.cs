using System.CommandLine;
using System.Net;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Supervision;
using SmartCommunity.Gateway;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Gateway.Mqtt;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>gateway</c>: MQTT from devices, outbox, uplink. Boots and works without a cloud.</summary>
internal static class GatewayVerb
{
    internal static Command Create()
    {
        var dataDir = PartOptions.DataDir();
        var gatewayId = PartOptions.GatewayId();
        var port = PartOptions.Port("--port", "Port of health and metrics, on loopback.", PartOptions.DefaultPort + 2);
        var mqttPort = PartOptions.Port("--mqtt-port", "Port of MQTT without TLS.", PartOptions.DefaultMqttPort);
        var mqttListen = Address("--mqtt-listen", "Address of MQTT without TLS. Other than loopback needs --allow-insecure.");
        var insecure = new Option<bool>("--allow-insecure") { Description = "Allows MQTT without TLS beyond loopback: everybody on the way can read the devices' tokens." };
        var tlsPort = PartOptions.Port("--mqtt-tls-port", "Port of MQTT with TLS; opened when --certificate is given.", DefaultMqttTlsPort);
        var certificate = new Option<string?>("--certificate") { Description = "PEM file with the server certificate and its chain." };
        var key = new Option<string?>("--certificate-key") { Description = "PEM file with its private key." };
        var authority = new Option<string?>("--client-authority") { Description = "PEM file with the authority that device certificates must chain to; their common name is the device id." };
        var ingestPort = PartOptions.PortAfter("--ingest-port", "Port of HTTP for devices that cannot speak MQTT; absent: not opened.");
        var ingestListen = Address("--ingest-listen", "Address of HTTP. Other than loopback it has TLS with --certificate, or needs --allow-insecure.");
        var cloud = Cloud();
        var tokenFile = new Option<string?>("--gateway-token-file") { Description = "File with the gateway's token for the cloud; absent: the one in --data-dir." };
        var hubFile = new Option<string?>("--iot-hub-file") { Description = "File with the connection string of this gateway's identity at an Azure IoT Hub, which then gets everything besides the cloud." };
        var hubAuthority = new Option<string?>("--iot-hub-authority") { Description = "PEM file with the authority of a private hub; absent: the system's." };
        var hubQuota = PartOptions.Limited("--iot-hub-quota", "MiB that may wait for the hub; beyond, the oldest routine data is dropped for the hub, counted.", StandardHubQuotaMib, 1, MaxHubQuotaMib);
        var webhook = new Option<Uri?>("--local-webhook") { Description = "Address in the local network that every safety event is posted to, with or without a cloud; absent: none.", CustomParser = r => PartOptions.ParseAddress(r) };
        var webhookSecret = new Option<string?>("--local-webhook-secret-file") { Description = "File with the key of the posts' HMAC-SHA256 signature, 32 characters or more." };
        var sirenSeconds = PartOptions.Limited("--siren-seconds", "Seconds a siren of the community sounds when nobody silences it.", (int)new LocalOptions().SoundLimit.TotalSeconds, MinSirenSeconds, MaxSirenSeconds);
        var deviceRate = PartOptions.Limited("--device-rate", "Messages a second one device may send for long.", (int)new IntakeOptions().MessagesPerSecond, 1, MaxDeviceRate);
        var maxFrame = PartOptions.Limited("--max-frame", "KiB of the largest MQTT packet and HTTP body; a larger one closes its connection. Every connection may hold one in memory.", StandardFrameKib, 1, MaxFrameKib);
        var supervised = PartOptions.Supervised();
        var command = new Command("gateway", "Runs a gateway: MQTT from devices, outbox, uplink to the cloud.")
        {
            dataDir, gatewayId, port, mqttPort, mqttListen, insecure, tlsPort, certificate, key, authority, ingestPort, ingestListen, cloud, tokenFile, hubFile, hubAuthority, hubQuota,
            webhook, webhookSecret, sirenSeconds, deviceRate, maxFrame, supervised,
        };
        command.SetAction(async (result, _) =>
        {
            RequireTls(result.GetRequiredValue(mqttListen), result.GetValue(insecure));
            var folder = DataFolder.Open(result.GetRequiredValue(dataDir));
            var rate = result.GetValue(deviceRate);
            var standard = new IntakeOptions();
            var options = new GatewayOptions
            {
                GatewayId = result.GetRequiredValue(gatewayId),
                DataDirectory = folder.Gateway,
                HttpPort = result.GetValue(port),
                MqttPort = result.GetValue(mqttPort),
                MqttAddress = result.GetRequiredValue(mqttListen),
                AllowInsecure = result.GetValue(insecure),
                MqttTlsPort = result.GetValue(tlsPort),
                CertificatePath = result.GetValue(certificate),
                CertificateKeyPath = result.GetValue(key),
                ClientAuthorityPath = result.GetValue(authority),
                IngestPort = result.GetValue(ingestPort),
                IngestAddress = result.GetRequiredValue(ingestListen),
                CloudAddress = result.GetRequiredValue(cloud),
                CloudToken = SecretFile.Read(result.GetValue(tokenFile) ?? folder.GatewayTokenFile, "--gateway-token-file"),
                HubConnectionString = result.GetValue(hubFile) is { } file ? SecretFile.Read(file, "--iot-hub-file") : null,
                HubAuthorityPath = result.GetValue(hubAuthority),
                HubQuotaBytes = (long)result.GetValue(hubQuota) << MibBits,
                Local = new LocalOptions
                {
                    Webhook = result.GetValue(webhook),
                    WebhookSecret = result.GetValue(webhookSecret) is { } secretFile ? SecretFile.Read(secretFile, "--local-webhook-secret-file") : null,
                    SoundLimit = TimeSpan.FromSeconds(result.GetValue(sirenSeconds)),
                },
                Intake = standard with { MessagesPerSecond = rate, MessageBurst = Math.Max(standard.MessageBurst, rate), MaxFrameBytes = result.GetValue(maxFrame) << KibBits },
            };
            using var shutdown = Shutdown.Of(result.GetValue(supervised));
            return await RunAsync(options, shutdown.Token);
        });
        return command;
    }

    private static Option<Uri> Cloud() => new("--cloud")
    {
        Description = "Address of the cloud's uplink. While it does not answer, the gateway keeps everything until its quota.",
        DefaultValueFactory = _ => LineOptions.Loopback(PartOptions.DefaultPort + 1),
        CustomParser = r => PartOptions.ParseAddress(r)!,
    };

    private static async Task<int> RunAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        using var folderLock = FolderLock.Take(options.DataDirectory, "gateway");
        Ports.RequireFree((options.HttpPort, "--port", "health and metrics"), (options.MqttPort!.Value, "--mqtt-port", "MQTT"));
        if (options.IngestPort is { } ingest)
            Ports.RequireFree((ingest, "--ingest-port", "HTTP of devices"));
        try
        {
            return await WebPart.RunAsync(GatewayHost.Build(options, configure: builder => PartLogging.Configure(builder.Logging)), cancellationToken);
        }
        catch (GatewayOptionsException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    private const int KibBits = 10;
    private const int MibBits = 20;
    private const int StandardFrameKib = 64; // A back-fill array of several hundred messages.
    private const int MaxFrameKib = 1 << 10; // The gateway's own limit.
    private const int StandardHubQuotaMib = 1 << 10; // A day of a community.
    private const int MaxHubQuotaMib = 1 << 20; // 1 TiB, the gateway's own limit.
    private const int MinSirenSeconds = 10; // One round of a fire siren.
    private const int MaxSirenSeconds = 3_600; // The gateway's own limit.
    private const int DefaultMqttTlsPort = 8883; // Registered for MQTT with TLS.

    // Beyond this the limit limits nothing: one connection does not carry more.
    private const int MaxDeviceRate = 1_000_000;

    private static void RequireTls(IPAddress address, bool insecureAllowed)
    {
        if (!IPAddress.IsLoopback(address) && !insecureAllowed)
            throw new UsageException($"--mqtt-listen {address} is not loopback and MQTT there has no TLS: use --certificate and --mqtt-tls-port for devices beyond this machine, or allow it with --allow-insecure.");
    }

    private static Option<IPAddress> Address(string name, string description) => new(name)
    {
        Description = description, DefaultValueFactory = _ => IPAddress.Loopback, CustomParser = result => ParseAddress(result, name),
    };

    private static IPAddress? ParseAddress(System.CommandLine.Parsing.ArgumentResult result, string option)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
        {
            return address;
        }

        result.AddError($"{option} {result.Tokens[0].Value} is not an IP address.");
        return null;
    }
}
