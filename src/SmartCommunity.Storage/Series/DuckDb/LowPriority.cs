using System.Runtime.InteropServices;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// Work that can wait, on a thread of its own below the others: a minute's 12 million rows at ten times the district's load take a processor for ten seconds, and calls for help waited behind it (decision 0053).
/// The thread ends with its work, since an ordinary user cannot raise a priority again.
/// </summary>
internal static class LowPriority
{
    /// <summary>
    /// A quarter of a processor where another thread wants all of it, by the kernel's weights (335 to 1,024): ten seconds' work of each minute is still done in it. All of it where none does.
    /// </summary>
    private const int Niceness = 5;

    /// <summary>setpriority(2): <c>which</c>, and the calling thread, which is what 0 means to Linux.</summary>
    private const int OfProcess = 0, Caller = 0;

    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            // Refused or unknown, the work is done as before, only not below the others.
            if (OperatingSystem.IsLinux())
                _ = SetPriority(OfProcess, Caller, Niceness);
            else
                Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
            return work();
        },
        cancellationToken,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int niceness);
}
