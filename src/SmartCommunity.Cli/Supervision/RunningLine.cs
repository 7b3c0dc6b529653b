using System.Text;
using SmartCommunity.Cli.Folders;

namespace SmartCommunity.Cli.Supervision;

/// <summary>The whole line on this machine: cloud, then gateway, then the simulated district, each when the one before is ready; stopped the other way round.</summary>
internal sealed class RunningLine(LineOptions options, Screen screen, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) }; // An answer on loopback that takes longer is no answer.
    private readonly List<PartSupervisor> _started = []; // In the order of their start; stopped the other way round.

    /// <summary>Runs until asked to end; returns the exit code.</summary>
    internal async Task<int> RunAsync(CancellationToken stop)
    {
        using var folderLock = FolderLock.Take(options.Folder.Path, "up");
        Ports.RequireFree(options.Ports);
        SecretFile.ReadOrCreate(options.Folder.GatewayTokenFile);
        CloudClient.Show(_http, Encoding.UTF8.GetBytes(SecretFile.ReadOrCreate(options.Folder.DistrictSecretFile)));
        screen.Say($"Data in {options.Folder.Path}, logs in {options.Folder.Logs}");
        var startedAt = time.GetTimestamp();
        try
        {
            // The gateway would start without a cloud, but would by then wait long between its tries to reach it.
            await Start(LineParts.Cloud(options)).Ready.WaitAsync(stop);
            await Start(LineParts.Gateway(options)).Ready.WaitAsync(stop);
            if (options.Simulators)
            {
                await Start(LineParts.Simulate(options)).Ready.WaitAsync(stop);
            }

            Introduce(time.GetElapsedTime(startedAt));
            await new LineStatus(options, screen, _http, time).RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C while starting: stop what runs.
        }
        finally
        {
            await StopAsync();
        }

        return ExitCode.Success;
    }

    public void Dispose() => _http.Dispose();

    private PartSupervisor Start(Part part)
    {
        var supervisor = new PartSupervisor(part, options.Folder.Logs, screen, _http, time, options.Verbose);
        _started.Add(supervisor);
        supervisor.Start();
        return supervisor;
    }

    private void Introduce(TimeSpan elapsed)
    {
        screen.Say("");
        screen.Say($"Console:  {options.ConsoleAddress}   (started in {elapsed.TotalSeconds:0.0} s)");
        screen.Say($"Devices:  mqtt://127.0.0.1:{options.MqttPort}. Enrol one, then publish as it:");
        screen.Say($"""          curl -s -X POST {options.ConsoleAddress}api/v1/devices -H 'Content-Type: application/json' -d '{DeviceExample.Body}'""");
        screen.Say($"""          mosquitto_pub -h 127.0.0.1 -p {options.MqttPort} -i {DeviceExample.Id} -u {DeviceExample.Id} -P TOKEN -q 1 -t {DeviceExample.Topic} -m '{DeviceExample.Payload}'""");
        screen.Say("Ctrl-C stops everything.");
        screen.Say("");
    }

    private async Task StopAsync()
    {
        screen.Status("");
        var clean = true;
        foreach (var part in Enumerable.Reverse(_started))
        {
            var stopped = await part.StopAsync();
            part.Dispose();
            clean &= stopped;
            if (!stopped)
            {
                screen.Warn($"{part.Name} did not end cleanly; its log: {Path.Combine(options.Folder.Logs, part.Name + ".log")}");
            }
        }

        if (clean)
        {
            screen.Done("stopped cleanly");
        }
        else
        {
            screen.Warn("stopped; everything acknowledged is on disk and is taken up at the next start");
        }
    }
}
