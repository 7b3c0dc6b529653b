using System.Globalization;

namespace SmartCommunity.Cli.Supervision;

/// <summary>The parts of the line as command lines: what <c>up</c> starts can be started by hand just so.</summary>
internal static class LineParts
{
    private const string ReadyPath = "/health/ready";

    /// <summary>Heaps of glibc's allocator: by default eight for each core, and what one thread freed in its own is not there for another.</summary>
    private const string NativeArenas = "MALLOC_ARENA_MAX";
    private const string FewArenas = "2";

    /// <summary>
    /// What glibc gives back: blocks of 128 KiB and more are mapped by themselves, and unmapped when they are freed. Left alone it raises both bounds to the largest block it saw, up to 32 MiB, and a freed block of the
    /// series store stays. Measured in <c>up</c>: cloud 360 to 367 MiB instead of 374, no more processor time (decision 0051).
    /// </summary>
    private const string NativeTrim = "MALLOC_TRIM_THRESHOLD_", NativeMap = "MALLOC_MMAP_THRESHOLD_";
    private const string SmallestBlock = "131072";

    /// <summary>
    /// What the collector lets the gateway allocate before it looks: 4 MiB, in hexadecimal. Left to the processor's cache size it is tens of MiB that a gateway fills with what it
    /// needs no more, and a collection of its small heap takes a millisecond. The unit and the image in deploy/ say the same.
    /// </summary>
    private static readonly Dictionary<string, string> _smallHeap = new() { ["DOTNET_GCgen0MaxBudget"] = "400000", ["DOTNET_GCgen0size"] = "400000", [NativeArenas] = FewArenas, [NativeTrim] = SmallestBlock, [NativeMap] = SmallestBlock };

    /// <summary>
    /// The cloud's collector compacts its old heap sooner, 7 of 0 to 9: 60,000 live devices leave gaps in it, whose pages would stay resident. Measured by <c>bench fleet</c>: 718 MiB
    /// instead of 826, no more processor time, and <c>bench line --rate 5000</c> no slower. It looks after 8 MiB, in hexadecimal, not after a processor's cache: with <see cref="NativeArenas"/> 366 MiB
    /// instead of 398 in <c>up</c>, and 44 µs a message instead of 45 at 5,000 a second (medians of three, alternating). The unit and the image in deploy/ say the same.
    /// </summary>
    private static readonly Dictionary<string, string> _denseHeap = new() { ["DOTNET_GCConserveMemory"] = "7", ["DOTNET_GCgen0size"] = "800000", [NativeArenas] = FewArenas, [NativeTrim] = SmallestBlock, [NativeMap] = SmallestBlock };

    internal static Part Cloud(LineOptions options)
    {
        // The secret is given without simulators too: recorded data can be replayed into a running line.
        string[] arguments =
        [
            "cloud", "--data-dir", options.Folder.Path, "--port", Text(options.Port), "--uplink-port", Text(options.UplinkPort),
            "--gateway-token-file", options.Folder.GatewayTokenFile, "--district-secret-file", options.Folder.DistrictSecretFile, .. options.SignIn ? [PartOptions.SignInName] : Array.Empty<string>(),
        ];
        return new Part("cloud", arguments, new Uri(options.ConsoleAddress, ReadyPath), $"cloud     API and console on {options.ConsoleAddress}, uplink on port {options.UplinkPort}") { Environment = _denseHeap };
    }

    internal static Part Gateway(LineOptions options) => new(
        "gateway",
        [
            "gateway", "--data-dir", options.Folder.Path, "--port", Text(options.GatewayPort), "--mqtt-port", Text(options.MqttPort),
            "--cloud", LineOptions.Loopback(options.UplinkPort).ToString(), "--gateway-token-file", options.Folder.GatewayTokenFile,
            .. options.IngestPort is { } ingest ? new[] { "--ingest-port", Text(ingest) } : [],
        ],
        new Uri(options.GatewayAddress, ReadyPath),
        $"gateway   MQTT on 127.0.0.1:{options.MqttPort}{(options.IngestPort is { } port ? $", HTTP of devices on 127.0.0.1:{Text(port)}" : "")}, metrics on {new Uri(options.GatewayAddress, "/metrics")}") { Environment = _smallHeap };

    internal static Part Simulate(LineOptions options) => new(
        "simulate",
        [
            "simulate", "--cloud", options.ConsoleAddress.ToString(), "--mqtt-port", Text(options.MqttPort), "--seed", Text(options.Seed),
            "--scale", options.Scale.ToString(CultureInfo.InvariantCulture), "--district-secret-file", options.Folder.DistrictSecretFile,
            "--data-dir", options.Folder.Path, "--control-port", Text(options.ControlPort), "--speed", options.Speed.ToString(CultureInfo.InvariantCulture),
            .. options.Scenario is { } scenario ? ["--scenario", scenario] : Array.Empty<string>(),
        ],
        Ready: null,
        $"simulate  devices of every community are connecting, control on {LineOptions.Loopback(options.ControlPort)}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
