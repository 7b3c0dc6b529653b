using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cli.Supervision;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>simulate status|start|stop|pause|resume|speed|seed|play|inject|labels</c>: talk to simulators that run, started with a control port.</summary>
internal static class SimulateControlVerbs
{
    internal static IEnumerable<Command> Create() =>
    [
        Plain("status", "Says what running simulators do.", (control, stop) => control.StateAsync(stop)),
        Plain("start", "Plays the district again after a stop.", (control, stop) => control.StartAsync(stop)),
        Plain("stop", "Disconnects all devices; the simulators stay there.", (control, stop) => control.StopAsync(stop)),
        Plain("pause", "Stops the simulated time.", (control, stop) => control.PauseAsync(stop)),
        Plain("resume", "Lets the simulated time run on.", (control, stop) => control.ResumeAsync(stop)),
        Speed(),
        Seed(),
        Play(),
        Inject(),
        Labels(),
    ];

    private static Option<Uri> Control() => new("--control")
    {
        Description = "Address of the simulators' control.", DefaultValueFactory = _ => LineOptions.Loopback(PartOptions.DefaultControlPort), CustomParser = r => PartOptions.ParseAddress(r)!,
    };

    private static Command Plain(string name, string description, Func<SimulatorControl, CancellationToken, Task<Outcome<SimulatorState>>> ask)
    {
        var address = Control();
        var command = new Command(name, description) { address };
        command.SetAction(async (result, stop) =>
        {
            using var control = new SimulatorControl(result.GetRequiredValue(address));
            return Print(await ask(control, stop));
        });
        return command;
    }

    private static Command Speed()
    {
        var (address, speed) = (Control(), new Argument<double>("SPEED") { Description = "Simulated seconds per second, 1 to 3600." });
        var command = new Command("speed", "Sets the speed.") { address, speed };
        command.SetAction(async (result, stop) =>
        {
            using var control = new SimulatorControl(result.GetRequiredValue(address));
            return Print(await control.SetSpeedAsync(result.GetValue(speed), stop));
        });
        return command;
    }

    private static Command Seed()
    {
        var (address, seed) = (Control(), new Argument<long>("SEED") { Description = "Seed, 0 and up." });
        var command = new Command("seed", "Plays the district of another seed.") { address, seed };
        command.SetAction(async (result, stop) =>
        {
            using var control = new SimulatorControl(result.GetRequiredValue(address));
            return Print(await control.SetSeedAsync(result.GetValue(seed), stop));
        });
        return command;
    }

    private static Command Play()
    {
        var address = Control();
        var scenario = new Argument<string?>("SCENARIO") { Description = "Name of a shipped scenario or path of a script; absent: none any more.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("play", "Plays a scenario from the simulated now on.") { address, scenario };
        command.SetAction(async (result, stop) =>
        {
            using var control = new SimulatorControl(result.GetRequiredValue(address));
            var chosen = result.GetValue(scenario);
            var request = chosen is not null && File.Exists(chosen) ? new ScenarioRequest(Script: await File.ReadAllTextAsync(chosen, stop)) : new ScenarioRequest(chosen);
            return Print(await control.PlayAsync(request, stop));
        });
        return command;
    }

    private static Command Inject()
    {
        var address = Control();
        var fault = new Argument<string>("FAULT") { Description = "Kind of fault; 'simulate faults' lists them." };
        var device = new Option<string?>("--device") { Description = "Id of a device; absent: drawn by the seed." };
        var home = new Option<int?>("--home") { Description = "Number of a home in --community." };
        var community = new Option<string?>("--community") { Description = "Only of this community." };
        var @class = new Option<string?>("--class") { Description = "Only of this class." };
        var count = new Option<int?>("--count") { Description = "How many subjects are drawn; 1 when absent." };
        var length = new Option<string?>("--for") { Description = "How long, such as 90s, 10m, 2h; absent: the kind's own length." };
        var with = new Option<string[]>("--with") { Description = "A parameter as NAME=NUMBER; may be repeated.", DefaultValueFactory = _ => [] };
        var command = new Command("inject", "Begins a fault now.") { address, fault, device, home, community, @class, count, length, with };
        command.SetAction(async (result, stop) =>
        {
            using var control = new SimulatorControl(result.GetRequiredValue(address));
            var request = new InjectRequest
            {
                Fault = result.GetRequiredValue(fault), Device = result.GetValue(device), Home = result.GetValue(home), Community = result.GetValue(community),
                Class = result.GetValue(@class), Count = result.GetValue(count), For = result.GetValue(length), With = Parameters(result.GetRequiredValue(with)),
            };
            var outcome = await control.InjectAsync(request, stop);
            foreach (var label in Value(outcome).Labels)
            {
                Terminal.WriteLine($"{label.Id} {label.Kind} on {label.Subject} from {label.From:O} to {label.To:O}, expected: {label.ExpectedAlert ?? "no alert"}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command Labels()
    {
        var address = Control();
        var command = new Command("labels", "Follows the labels as they are written, one JSON object a line.") { address };
        command.SetAction(async (result, _) =>
        {
            using var shutdown = new Shutdown();
            using var control = new SimulatorControl(result.GetRequiredValue(address));
            try
            {
                await foreach (var label in control.LabelsAsync(shutdown.Token))
                {
                    Terminal.WriteLine(JsonSerializer.Serialize(label, JsonSerializerOptions.Web));
                }
            }
            catch (OperationCanceledException) when (shutdown.Token.IsCancellationRequested)
            {
                // Ctrl-C is how this verb ends.
            }
            catch (HttpRequestException fault)
            {
                throw new UsageException($"no simulators answer at {control.Address} (--control): {fault.Message}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Dictionary<string, double> Parameters(string[] given)
    {
        var parameters = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            if (text.Split('=', 2) is not [var name, var number] || !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                throw new UsageException($"--with {text} is not of the form NAME=NUMBER.");
            }

            parameters[name] = value;
        }

        return parameters;
    }

    private static int Print(Outcome<SimulatorState> outcome)
    {
        var s = Value(outcome);
        Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(s.Running ? s.Paused ? "paused" : "running" : "stopped")}, seed {s.Seed}, scenario {s.Scenario ?? "none"}, speed {s.Speed}, simulated time {s.SimulatedTime:O}"));
        Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s.Devices} devices, {s.Connected} connected, {s.Sleeping} without a standing connection; {s.Sent} messages sent, {s.Acknowledged} acknowledged, {s.Skipped} given up, {s.Refused} connects refused"));
        Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"own lateness p50 {s.LatenessP50Ms:0.0} ms, p99 {s.LatenessP99Ms:0.0} ms, max {s.LatenessMaxMs:0} ms, {s.Late} over 1 s; {s.Waited} had no connection when due; busiest second {s.PeakPerSecond}"));
        foreach (var fault in s.ActiveFaults)
        {
            Terminal.WriteLine($"{fault.Id} {fault.Kind} on {fault.Subject} until {fault.To:O}");
        }

        foreach (var unplaced in s.Unplaced)
        {
            Terminal.WriteLine($"fell on nobody: {unplaced}");
        }

        return ExitCode.Success;
    }

    private static T Value<T>(Outcome<T> outcome) => outcome.Succeeded
        ? outcome.Value!
        : throw new UsageException(string.Join(" ", outcome.Faults.Select(f => f.Kind == FaultKind.Unavailable ? $"{f.Message} (--control)" : $"{f.Field}: {f.Message}")));
}
