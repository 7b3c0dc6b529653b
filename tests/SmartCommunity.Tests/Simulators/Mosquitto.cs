using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators;

/// <summary>A real mosquitto of our own on an ephemeral port; tests that want it are skipped where it is not installed.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mosquitto-");
    private readonly string _config;
    private Process _process;

    private Mosquitto(int port, bool allowAnonymous)
    {
        Endpoint = new BrokerEndpoint("127.0.0.1", port);
        _config = Path.Combine(_folder.FullName, "mosquitto.conf");
        File.WriteAllText(_config, string.Create(CultureInfo.InvariantCulture, $"""
            listener {port} 127.0.0.1
            allow_anonymous {(allowAnonymous ? "true" : "false")}
            persistence false
            max_connections -1
            """));
        _process = Process.Start(Command())!;
    }

    internal BrokerEndpoint Endpoint { get; }

    internal static async Task<Mosquitto> StartAsync(bool allowAnonymous = true)
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed (Debian package mosquitto).");
        const int Attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            var broker = new Mosquitto(FreePort(), allowAnonymous);
            if (await broker.IsRunningAsync())
                return broker;
            await broker.DisposeAsync();
            Assert.True(attempt < Attempts, "mosquitto did not start on any of the free ports tried.");
        }
    }

    /// <summary>Kills the broker without goodbye and starts it again on the same port.</summary>
    internal async Task RestartAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = Process.Start(Command())!;
        Assert.True(await IsRunningAsync(), "mosquitto did not start again.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private ProcessStartInfo Command() => new(Program, ["-c", _config]) { RedirectStandardError = true };

    private async Task<bool> IsRunningAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.EndsWith("running", StringComparison.Ordinal))
            {
                // Read on, or a full pipe stops the broker.
                _ = _process.StandardError.ReadToEndAsync();
                return true;
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
