using System.Diagnostics;
using System.Globalization;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Peers;

/// <summary>Debian's mosquitto clients: a stranger's MQTT implementation.</summary>
internal static class Mosquitto
{
    private const int ConnectionLost = 7;
    private const int MaxRepeats = 3;

    internal static bool IsInstalled => File.Exists("/usr/bin/mosquitto_pub");

    /// <summary>Publishes one message with QoS 1 as a device; fails the test when mosquitto_pub does.</summary>
    internal static async Task PublishAsync(
        LineUnderTest line, string device, string deviceClass, string kind, string payload, string version = "mqttv5", params string[] more)
    {
        Assert.SkipUnless(IsInstalled, "mosquitto_pub is not installed.");
        string[] arguments =
        [
            .. Login(line, device), "-V", version, "-q", "1",
            "-t", $"fc/v1/{LineUnderTest.Community}/{deviceClass}/{device}/{kind}", "-m", payload, .. more,
        ];
        var (exitCode, output) = await RunAsync("mosquitto_pub", arguments);
        // The broker library clears the session of a connection that just ended by client id: a device back in the same instant may be cut once, and tries again.
        for (var again = 0; exitCode == ConnectionLost && again < MaxRepeats; again++)
            (exitCode, output) = await RunAsync("mosquitto_pub", arguments);
        Assert.True(exitCode == 0, $"mosquitto_pub ended with {exitCode}: {output}{Environment.NewLine}{line.Gateway.Output}");
    }

    internal static string[] Login(LineUnderTest line, string device) =>
    [
        "-h", "127.0.0.1", "-p", line.MqttPort.ToString(CultureInfo.InvariantCulture), "-i", device, "-u", device, "-P", line.Tokens.GetValueOrDefault(device, "wrong"),
    ];

    internal static async Task<(int ExitCode, string Output)> RunAsync(string command, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(new CancellationTokenSource(LineUnderTest.Patience).Token);
        return (process.ExitCode, await output + await errors);
    }
}
