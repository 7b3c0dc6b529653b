using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SmartCommunity.Cli.Diagnosis;

/// <summary>The machine: clock, file descriptors, programs.</summary>
internal static class MachineChecks
{
    // A connected device is a descriptor; 4,096 serve the default district (about 1,000 devices) with a wide margin.
    private const int MinDescriptors = 4_096;

    // No machine that runs this program has a right clock before the program was written.
    private static readonly DateTimeOffset _earliest = new(2025, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    internal static async Task<IReadOnlyList<Finding>> RunAsync(TimeProvider time, CancellationToken cancellationToken) =>
    [
        await ClockAsync(time, cancellationToken),
        Descriptors(),
        Tool("node", "builds the console's browser libraries; not needed to run a published build", "Install Node 20 to build from source."),
        Tool("mosquitto_pub", "publishes as a device from the shell; tests use it as a stranger's client", "Optional: apt-get install mosquitto-clients."),
        Tool("chromium", "drives the console in the browser tests", "Optional: apt-get install chromium (tests/run.sh does it)."),
    ];

    private static async Task<Finding> ClockAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        const string Check = "clock";
        var now = time.GetUtcNow();
        if (now < _earliest)
        {
            return Finding.Bad(Check, $"It is {now:u} here, before this program was written.", "Set the clock: measurements without a time of their own get this one.");
        }

        return await OutputOfAsync("timedatectl", ["show", "--property=NTPSynchronized", "--value"], cancellationToken) switch
        {
            "yes" => Finding.Good(Check, $"{now:u}, synchronised over NTP."),
            "no" => Finding.Warning(Check, $"{now:u}, not synchronised over NTP.", "Turn time synchronisation on (timedatectl set-ntp true): windows and online states go by the clock."),
            _ => Finding.Warning(Check, $"{now:u}; whether it is synchronised cannot be read here.", "See that the host keeps time by NTP."),
        };
    }

    private static Finding Descriptors()
    {
        const string Check = "file descriptors";
        const string Line = "Max open files";
        if (!File.Exists("/proc/self/limits"))
        {
            return Finding.Warning(Check, "The limit cannot be read here.", $"See that a process may open at least {MinDescriptors} files.");
        }

        var limit = File.ReadLines("/proc/self/limits").First(l => l.StartsWith(Line, StringComparison.Ordinal))[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return !long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count >= MinDescriptors
            ? Finding.Good(Check, $"A process may open {limit}.")
            : Finding.Bad(Check, $"A process may open {count}; every connected device takes one.", $"ulimit -n {MinDescriptors} or more (LimitNOFILE= in a systemd unit).");
    }

    private static Finding Tool(string name, string purpose, string advice)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return path is null ? Finding.Warning(name, $"Not found; it {purpose}.", advice) : Finding.Good(name, path);
    }

    private static async Task<string?> OutputOfAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            var text = await process!.StandardOutput.ReadToEndAsync(limit.Token);
            return text.Trim();
        }
        catch (Exception fault) when (fault is Win32Exception or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null; // Not there, or it does not answer: nothing is known.
        }
    }
}
