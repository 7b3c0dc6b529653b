using SmartCommunity.Cli.Folders;

namespace SmartCommunity.Cli.Supervision;

/// <summary>What <c>up</c> runs, and where.</summary>
internal sealed record LineOptions
{
    internal required DataFolder Folder { get; init; }

    /// <summary>Console and API.</summary>
    internal required int Port { get; init; }

    /// <summary>gRPC from gateways to the cloud.</summary>
    internal required int UplinkPort { get; init; }

    /// <summary>The gateway's health and metrics.</summary>
    internal required int GatewayPort { get; init; }

    internal required int MqttPort { get; init; }

    /// <summary>HTTP of devices that cannot speak MQTT; null: not opened.</summary>
    internal int? IngestPort { get; init; }

    /// <summary>Control of the simulators, when they are part of the line.</summary>
    internal int ControlPort { get; init; }

    internal required bool Simulators { get; init; }

    internal required int Seed { get; init; }

    internal required double Scale { get; init; }

    /// <summary>Scenario of the simulators, by name or path; null: none.</summary>
    internal string? Scenario { get; init; }

    /// <summary>Simulated seconds per second.</summary>
    internal double Speed { get; init; } = 1;

    /// <summary>People sign in with accounts; false: the demo operator.</summary>
    internal bool SignIn { get; init; }

    internal required bool Verbose { get; init; }

    internal Uri ConsoleAddress => Loopback(Port);

    internal Uri GatewayAddress => Loopback(GatewayPort);

    /// <summary>Every port, with the option that moves it.</summary>
    internal (int Port, string Option, string What)[] Ports =>
    [
        (Port, "--port", "console and API"),
        (UplinkPort, "--uplink-port", "uplink of gateways"),
        (GatewayPort, "--gateway-port", "gateway health and metrics"),
        (MqttPort, "--mqtt-port", "MQTT"),
        .. IngestPort is { } ingest ? new[] { (ingest, "--ingest-port", "HTTP of devices") } : [],
        .. Simulators ? [(ControlPort, "--control-port", "control of the simulators")] : Array.Empty<(int, string, string)>(),
    ];

    internal static Uri Loopback(int port) => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
}
