namespace SmartCommunity.Cli.Supervision;

/// <summary>
/// Keeps one part running: starts it, says when it is ready, and starts it again with growing pauses when it dies. Not thread-safe: one run at a time.
/// </summary>
internal sealed class PartSupervisor(Part part, string logFolder, Screen screen, HttpClient http, TimeProvider time, bool verbose) : IDisposable
{
    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(100); // A tenth of what a person notices at start.
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30); // A part that cannot run is tried twice a minute, and said so.
    private static readonly TimeSpan _stableAfter = TimeSpan.FromMinutes(1); // Later deaths count as new ones.

    /// <summary>How long a part may take to end: twice its longest flush, measured in tens of milliseconds, with room for a slow disk.</summary>
    internal static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly RotatingLog _log = new(Path.Combine(logFolder, part.Name + ".log"), time);
    private Task _run = Task.CompletedTask;
    private ChildProcess? _child;

    /// <summary>Completes when the part is ready for the first time; faults when it refused its arguments or its surroundings.</summary>
    internal Task Ready => _ready.Task;

    internal string Name => part.Name;

    /// <summary>Process id while it runs.</summary>
    internal int? ProcessId => _child is { HasExited: false } child ? child.Id : null;

    /// <summary>Processor time of the running process; zero when it does not run.</summary>
    internal TimeSpan ProcessorTime => _child?.ProcessorTime ?? TimeSpan.Zero;

    /// <summary>Resident memory of the running process; 0 when it does not run.</summary>
    internal long ResidentBytes => _child?.ResidentBytes ?? 0;

    internal void Start() => _run = RunAsync(_stopping.Token);

    /// <summary>Ends the part; true when it ended by itself in time.</summary>
    internal async Task<bool> StopAsync()
    {
        await _stopping.CancelAsync();
        await _run;
        if (_child is not { } child)
        {
            return true;
        }

        var clean = child.HasExited || await child.StopAsync(StopPatience);
        clean &= child.ExitCode == ExitCode.Success;
        child.Dispose();
        _child = null;
        return clean;
    }

    /// <summary>Call after <see cref="StopAsync"/>.</summary>
    public void Dispose()
    {
        _stopping.Dispose();
        _log.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var pause = _firstPause;
        while (!stopping.IsCancellationRequested)
        {
            var startedAt = time.GetTimestamp();
            var lastLine = "";
            var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var child = ChildProcess.Start(part, line => lastLine = Take(line, said));
            _child = child;
            await UntilExitAsync(child, said.Task, stopping);
            if (stopping.IsCancellationRequested)
            {
                return; // StopAsync ends the child; its last lines are pumped until then.
            }

            if (child.ExitCode == ExitCode.Usage && !_ready.Task.IsCompleted)
            {
                _ready.TrySetException(new UsageException($"{part.Name}: {lastLine}"));
                return;
            }

            pause = time.GetElapsedTime(startedAt) > _stableAfter ? _firstPause : pause;
            screen.Fail($"{part.Name} ended with exit code {child.ExitCode} ({lastLine}); starting it again in {pause.TotalSeconds:0} s. Its log: {Path.Combine(logFolder, part.Name + ".log")}");
            child.Dispose();
            _child = null;
            await PauseAsync(pause, stopping);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    private async Task UntilExitAsync(ChildProcess child, Task said, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var probe = ProbeAsync(said, ended.Token);
        try
        {
            await child.WaitForExitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the caller ends the child.
        }

        await ended.CancelAsync();
        await probe;
    }

    private async Task ProbeAsync(Task said, CancellationToken cancellationToken)
    {
        try
        {
            if (part.Ready is { } address)
            {
                while (!await IsReadyAsync(address, cancellationToken))
                {
                    await Task.Delay(_probeInterval, time, cancellationToken);
                }
            }
            else
            {
                await said.WaitAsync(cancellationToken);
            }

            screen.Done(part.ReadyText);
            _ready.TrySetResult();
        }
        catch (OperationCanceledException)
        {
            // It ended before it was ready; RunAsync says so.
        }
    }

    private async Task<bool> IsReadyAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // Not listening yet.
        }
    }

    private static async Task PauseAsync(TimeSpan pause, CancellationToken stopping) =>
        await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private string Take(string line, TaskCompletionSource said)
    {
        _log.Write(line);
        if (part.Ready is null && line == Part.ReadyLine)
        {
            said.TrySetResult();
        }

        if (verbose || LogLines.IsAlarming(line))
        {
            screen.Echo(part.Name, line);
        }

        return line;
    }
}
