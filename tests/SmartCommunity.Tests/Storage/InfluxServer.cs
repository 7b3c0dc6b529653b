using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SmartCommunity.Tests.Storage;

/// <summary>A real <c>influxd</c> (1.x) as a child process, on ports and folders of its own.</summary>
public sealed class InfluxServer : IAsyncLifetime
{
    private const string Program = "/usr/bin/influxd";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private Process? _process;

    public static string? SkipReason => File.Exists(Program) ? null : $"{Program} is not installed (Debian package influxdb).";

    public Uri Url { get; private set; } = new("http://127.0.0.1:0/");

    public async ValueTask InitializeAsync()
    {
        if (SkipReason is not null)
            return;
        var (http, rpc) = FreePorts();
        Url = new Uri($"http://127.0.0.1:{http}/");
        var config = _folder.Sub("influxdb.conf");
        await File.WriteAllTextAsync(
            config,
            $"""
            reporting-enabled = false
            bind-address = "127.0.0.1:{rpc}"
            [meta]
              dir = "{_folder.Sub("meta")}"
            [data]
              dir = "{_folder.Sub("data")}"
              wal-dir = "{_folder.Sub("wal")}"
            [monitor]
              store-enabled = false
            [http]
              bind-address = "127.0.0.1:{http}"
              log-enabled = false
            """);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new List<string>();
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Program, ["-config", config]) { RedirectStandardError = true, RedirectStandardOutput = true },
            EnableRaisingEvents = true,
        };
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (output)
                output.Add(e.Data ?? "");
            if (e.Data?.Contains("Listening for signals", StringComparison.Ordinal) == true)
                listening.TrySetResult();
        };
        _process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("influxd ended: " + string.Join('\n', output)));
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await listening.Task.WaitAsync(StartLimit);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private static (int Http, int Rpc) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
