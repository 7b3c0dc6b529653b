using System.Diagnostics;

namespace SmartCommunity.Cli.Supervision;

/// <summary>
/// One part as a process of this same executable. It ends when its standard input closes, so nothing outlives a supervisor that was killed.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    /// <summary>Meaningful once it has exited.</summary>
    internal int ExitCode => _process.ExitCode;

    /// <summary>Processor time used so far; zero once it has exited.</summary>
    internal TimeSpan ProcessorTime => Measure(p => p.TotalProcessorTime);

    /// <summary>Resident memory.</summary>
    internal long ResidentBytes => Measure(p => p.WorkingSet64);

    /// <summary>Starts this executable with the part's arguments and environment; every line it writes goes to <paramref name="onLine"/>.</summary>
    internal static ChildProcess Start(Part part, Action<string> onLine)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in OwnPrefix().Concat(part.Arguments).Append(PartOptions.SupervisedName))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in part.Environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Pass(line.Data);
        process.ErrorDataReceived += (_, line) => Pass(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(process);

        void Pass(string? line)
        {
            if (!string.IsNullOrEmpty(line))
            {
                onLine(line);
            }
        }
    }

    internal Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks it to end and waits; kills it when it takes longer. Returns false when it had to be killed.</summary>
    internal async Task<bool> StopAsync(TimeSpan patience)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already: that is what was asked for.
        }

        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }

    internal void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose() => _process.Dispose();

    /// <summary><c>dotnet smartcommunity.dll</c> needs the dll before the verb; the apphost does not.</summary>
    private static IEnumerable<string> OwnPrefix()
    {
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath!);
        return string.Equals(host, "dotnet", StringComparison.OrdinalIgnoreCase) ? [typeof(ChildProcess).Assembly.Location] : [];
    }

    private T Measure<T>(Func<Process, T> read)
        where T : struct
    {
        try
        {
            _process.Refresh();
            return read(_process);
        }
        catch (InvalidOperationException)
        {
            return default; // It has exited.
        }
    }
}
