using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Supervision;

namespace SmartCommunity.Cli.Diagnosis;

/// <summary>The ports: free, or taken by a running line that is healthy.</summary>
internal static class PortChecks
{
    internal static async Task<IReadOnlyList<Finding>> RunAsync(LineOptions options, HttpClient http, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var running = FolderLock.IsHeld(options.Folder.Path, "up");
        var cloud = await HealthAsync(http, options.ConsoleAddress, cancellationToken);
        var gateway = await HealthAsync(http, options.GatewayAddress, cancellationToken);
        foreach (var (port, option, what) in options.Ports)
        {
            var isOurs = port == options.GatewayPort || port == options.MqttPort || port == options.IngestPort ? gateway is not null : cloud is not null;
            findings.Add(Ports.IsFree(port) ? Finding.Good($"port {port}", $"Free for: {what}.")
                : isOurs ? Finding.Good($"port {port}", $"In use by SmartCommunity: {what}.")
                : Finding.Bad($"port {port}", $"In use by another program; wanted for: {what}.", $"Stop that program, or choose another port with {option}."));
        }

        findings.AddRange(Running("cloud", cloud, running).Concat(Running("gateway", gateway, running)));
        return findings;
    }

    private static IEnumerable<Finding> Running(string part, bool? ready, bool upIsRunning)
    {
        if (ready is { } answer)
        {
            yield return answer
                ? Finding.Good(part, "Running and ready.")
                : Finding.Bad(part, "Running but not ready.", $"Its log says why: logs/{part}.log in the data folder.");
        }
        else if (upIsRunning)
        {
            yield return Finding.Bad(part, "'up' holds the data folder, but this part does not answer on its port.", $"Give doctor the ports 'up' was given; else see logs/{part}.log.");
        }
    }

    /// <summary>Null: nothing of ours answers there.</summary>
    private static async Task<bool?> HealthAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var live = await http.GetAsync(new Uri(address, "/health/live"), cancellationToken);
            if (!live.IsSuccessStatusCode)
            {
                return null;
            }

            using var ready = await http.GetAsync(new Uri(address, "/health/ready"), cancellationToken);
            return ready.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
