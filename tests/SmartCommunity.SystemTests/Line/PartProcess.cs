using System.Collections.Concurrent;
using System.Diagnostics;

namespace SmartCommunity.SystemTests.Line;

/// <summary>One part of the line as a process of its own, with its output kept. Disposing kills it.</summary>
internal sealed class PartProcess : IDisposable
{
    private const int KeptLines = 400;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _alarms = new();

    private PartProcess(Process process) => _process = process;

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    /// <summary>The last lines it printed, for the message of a failed test.</summary>
    internal string Output => string.Join(Environment.NewLine, _output);

    /// <summary>Every line that reports an error, from the start on.</summary>
    internal IReadOnlyCollection<string> Alarms => _alarms;

    /// <summary>Resident memory in bytes, from the kernel.</summary>
    internal long ResidentBytes
    {
        get
        {
            const int BytesPerKib = 1024;
            var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), provider: null) * BytesPerKib;
        }
    }

    /// <summary>Processor time used so far.</summary>
    internal TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The built command line program next to this test's own build.</summary>
    internal static string Program
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(own.Parent!.Parent!.FullName, "SmartCommunity.Cli", own.Name, "smartcommunity.dll");
        }
    }

    internal static PartProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, IEnumerable<string>? wrapper = null) =>
        Run([.. (wrapper ?? []).Append("dotnet").Append(Program).Concat(arguments)], environment);

    /// <summary>Starts any command line; its process must become the part (a shell ends in <c>exec</c>).</summary>
    internal static PartProcess Run(string[] command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var part = new PartProcess(new Process { StartInfo = start });
        part._process.OutputDataReceived += (_, e) => part.Keep(e.Data);
        part._process.ErrorDataReceived += (_, e) => part.Keep(e.Data);
        part._process.Start();
        part._process.BeginOutputReadLine();
        part._process.BeginErrorReadLine();
        return part;
    }

    /// <summary><c>kill -9</c>: no handler runs, nothing is flushed.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM) and waits.</summary>
    internal async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync(new CancellationTokenSource(LineUnderTest.Patience).Token);
        }

        return _process.ExitCode;
    }

    internal Task WaitForExitAsync() => _process.WaitForExitAsync(new CancellationTokenSource(LineUnderTest.Patience).Token);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        if (IsAlarm(line))
            _alarms.Enqueue(line);
        _output.Enqueue(line);
        if (_output.Count > KeptLines)
            _output.TryDequeue(out _);
    }

    private static bool IsAlarm(string line) =>
        line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)
        || line.StartsWith("Unhandled exception", StringComparison.Ordinal);
}
