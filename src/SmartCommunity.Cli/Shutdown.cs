using System.Runtime.InteropServices;

namespace SmartCommunity.Cli;

/// <summary>
/// The wish to end: Ctrl-C, SIGTERM or a closed terminal, and for a supervised part the end of its standard input, which comes whatever way the
/// supervisor died. The second Ctrl-C ends the process at once.
/// </summary>
internal sealed class Shutdown : IDisposable
{
    private const int InterruptedExitCode = 130; // 128 + SIGINT, as shells report it.

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    internal Shutdown() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(s => PosixSignalRegistration.Create(s, OnSignal))];

    internal CancellationToken Token => _source.Token;

    /// <summary>For a part of <c>up</c>: ends when standard input closes. Leaves the terminal's process group, so that Ctrl-C reaches the supervisor only.</summary>
    internal static Shutdown Supervised()
    {
        var shutdown = new Shutdown();
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            // Fails only when the process leads a group already, and then no terminal signals it either.
            _ = NewSession();
        }

        var watch = new Thread(shutdown.WatchInput) { IsBackground = true, Name = "stdin watch" };
        watch.Start();
        return shutdown;
    }

    internal static Shutdown Of(bool supervised) => supervised ? Supervised() : new Shutdown();

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        // The source stays: the input watch may still cancel it.
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested && context.Signal == PosixSignal.SIGINT)
        {
            Environment.Exit(InterruptedExitCode);
        }

        _source.Cancel();
    }

    private void WatchInput()
    {
        using var input = Terminal.OpenStandardInput();
        var buffer = new byte[1];
        try
        {
            while (input.Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe says the same as its end.
        }

        _source.Cancel();
    }

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NewSession();
}
