using System.CommandLine;
using System.Globalization;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cli.Simulating;
using SmartCommunity.Cli.Supervision;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>simulate</c>: the simulated district, live; its subcommands record, list, check and control simulations, <c>replay</c> recorded data and <c>report</c> both.</summary>
internal static class SimulateVerb
{
    private const int MaxConnections = 1_000_000;
    private const int MaxConnectRate = 10_000;

    internal static Command Create()
    {
        var target = new SimulationTarget();
        var play = new SimulationChoice();
        var controlPort = PartOptions.PortAfter("--control-port", "Port on loopback where the simulation is controlled; absent: nowhere.");
        var folder = new Option<string?>("--truth-folder") { Description = "Folder of truth.jsonl; absent: 'simulator' in --data-dir." };
        var connections = new Option<int?>("--connections") { Description = "Most connections at once; devices beyond connect for each message. Absent: what the process may open." };
        connections.Validators.Add(r => PartOptions.CheckRange(r, "--connections", 1, MaxConnections));
        var connectRate = PartOptions.Limited("--connect-rate", "New connections a second while starting.", new FleetOptions { Endpoint = _ => throw new NotSupportedException() }.ConnectsPerSecond, 1, MaxConnectRate);
        var alone = new Option<string[]>("--community")
        {
            Description = "Code of a community to play without a cloud, may be repeated: nothing is enrolled, for a broker that is not ours. Absent: the cloud's communities.", DefaultValueFactory = _ => [],
        };
        var withoutKept = new Option<bool>("--without-kept") { Description = "Devices bring nothing that they had kept before they were first heard: for measuring what they say now." };
        var supervised = PartOptions.Supervised();
        var command = new Command("simulate", "Plays the simulated district: devices of every community, over MQTT like a stranger's.")
        {
            controlPort, folder, connections, connectRate, alone, withoutKept, supervised, SimulateReplayVerb.Create(), SimulateRecordVerb.Create(), SimulateReportVerb.Create(),
        };
        foreach (var subcommand in SimulateCatalogueVerbs.Create().Concat(SimulateControlVerbs.Create()))
        {
            command.Add(subcommand);
        }

        target.AddTo(command);
        play.AddTo(command);
        command.SetAction(async (result, _) =>
        {
            using var shutdown = Shutdown.Of(result.GetValue(supervised));
            var truthFolder = result.GetValue(folder) ?? DataFolder.At(result.GetRequiredValue(target.DataDir)).Simulator;
            using var folderLock = FolderLock.Take(truthFolder, "simulate");
            var endpoint = target.Endpoint(result);
            var options = new FleetOptions { Endpoint = _ => endpoint, ConnectsPerSecond = result.GetValue(connectRate), IncidentsPerHomeDay = result.GetValue(play.Incidents) };
            if (result.GetValue(connections) is { } most)
            {
                options = options with { MaxConnections = most };
            }

            var communities = result.GetRequiredValue(alone);
            var setup = new Setup(
                result.GetRequiredValue(target.Cloud), communities, communities.Length > 0 ? new byte[DeviceToken.MinSecretBytes] : target.Secret(result), result.GetValue(play.Scale), result.GetValue(controlPort), result.GetValue(withoutKept),
                new SimulationSetup
                {
                    District = _ => throw new NotSupportedException(),
                    Fleet = options,
                    Folder = truthFolder,
                    Seed = (ulong)result.GetValue(play.Seed),
                    Scenario = play.Scenario(result),
                    Speed = result.GetValue(play.Speed),
                    Start = play.Start(result),
                });
            return await RunAsync(setup, shutdown.Token);
        });
        return command;
    }

    private sealed record Setup(Uri Cloud, string[] Alone, byte[] Secret, double Scale, int? ControlPort, bool WithoutKept, SimulationSetup Simulation);

    private static async Task<int> RunAsync(Setup setup, CancellationToken stop)
    {
        using var logging = LoggerFactory.Create(PartLogging.Configure);
        try
        {
            var communities = setup.Alone.Length > 0 ? setup.Alone : await SimulatedEnrolment.CommunitiesAsync(setup.Cloud, setup.Secret, stop);
            SimulatedDistrict Plan(ulong seed) => SimulatedDistrict.Plan(seed, communities, setup.Scale, setup.Secret);
            var district = Plan(setup.Simulation.Seed);
            var devices = district.Devices;
            var spread = new SourceAddresses(devices.Count, communities);
            var fleet = setup.Simulation.Fleet with { Endpoint = device => spread.Of(device, setup.Simulation.Fleet.Endpoint(device)) };
            // Filled before it starts to play.
            var firstHeard = new HashSet<string>(StringComparer.Ordinal);
            await using var simulation = Open(setup.Simulation with { District = Plan, Fleet = setup.WithoutKept ? fleet : fleet with { FirstHeard = firstHeard } }, logging);
            await using var control = await StartControlAsync(simulation, setup.ControlPort, stop);
            if (setup.Alone.Length == 0)
            {
                await SimulatedEnrolment.EnrolAsync(setup.Cloud, setup.Secret, devices, setup.ControlPort is { } port ? LineOptions.Loopback(port) : null, stop);
                await SimulatedPlaces.PutAsync(setup.Cloud, setup.Secret, district, communities, stop);
                await SimulatedRosters.PutAsync(setup.Cloud, setup.Secret, stop);
                firstHeard.UnionWith(await SimulatedStandings.StandAsync(setup.Cloud, setup.Secret, communities, stop));
            }

            await simulation.StartAsync(stop);
            await AnnounceAsync(simulation, stop);
            await SimulatedStandings.FillAsync(setup.Cloud, setup.Secret, district, firstHeard.Order(StringComparer.Ordinal), TimeProvider.System, stop);
            await OperateAsync(setup, communities, firstHeard, logging, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to end while starting.
        }

        return ExitCode.Success;
    }

    /// <summary>Until it is to end: somebody does something about the events; nobody without a cloud.</summary>
    private static async Task OperateAsync(Setup setup, IReadOnlyList<string> communities, IReadOnlySet<string> firstHeard, ILoggerFactory logging, CancellationToken stop)
    {
        if (setup.Alone.Length > 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        using var simulated = new SimulatedOperator(setup.Cloud, setup.Secret, setup.Simulation.Seed, communities, firstHeard, TimeProvider.System, logging.CreateLogger("SmartCommunity.Simulators"));
        await simulated.RunAsync(stop);
    }

    private static Simulation Open(SimulationSetup setup, ILoggerFactory logging)
    {
        try
        {
            return Simulation.Open(setup, TimeProvider.System, logging.CreateLogger("SmartCommunity.Simulators"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the truth file in {setup.Folder} cannot be written ({fault.Message}); choose another --truth-folder.");
        }
    }

    private static async Task<WebApplication?> StartControlAsync(Simulation simulation, int? port, CancellationToken stop)
    {
        if (port is not { } chosen)
        {
            return null;
        }

        Ports.RequireFree((chosen, "--control-port", "control of the simulators"));
        var app = ControlHost.Build(simulation, chosen);
        await app.StartAsync(stop);
        return app;
    }

    /// <summary>Says that the fleet is ready once, when the first device is connected.</summary>
    private static async Task AnnounceAsync(Simulation simulation, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (simulation.State.Progress.Connected == 0)
        {
            await timer.WaitForNextTickAsync(stop);
        }

        Terminal.WriteLine(Part.ReadyLine);
    }
}

/// <summary>What is simulated: the same options for a live and a recorded simulation.</summary>
internal sealed class SimulationChoice
{
    private readonly Option<string?> _scenario = new("--scenario") { Description = "Name of a shipped scenario ('simulate scenarios') or path of a script; absent: none." };
    private readonly Option<string?> _start = new("--start")
    {
        Description = "Where the simulated time begins, ISO 8601 with zone, not in the future. Absent: now at speed 1; faster, so far back that the scenario (or a day) ends in the present.",
    };

    internal SimulationChoice() => _start.Validators.Add(r =>
    {
        if (r.Tokens is not [var token])
        {
            return;
        }

        if (!TryParse(token.Value, out var start))
        {
            r.AddError($"--start {token.Value} is no instant such as 2026-03-05T08:00:00+08:00.");
        }
        else if (start < SimulationClock.Earliest)
        {
            r.AddError($"--start {token.Value} is before {SimulationClock.Earliest:yyyy-MM-dd}, when the simulated meters were installed.");
        }
    });

    internal Option<int> Seed { get; } = PartOptions.Seed();

    internal Option<double> Scale { get; } = PartOptions.Scale();

    internal Option<double> Speed { get; } = PartOptions.Fraction("--speed", "Simulated seconds per second. Timestamps are simulated time; the simulated time never passes ours.", 1, 1, SimulationClock.MaxSpeed);

    internal Option<double> Incidents { get; } = PartOptions.Fraction("--incidents", "Probability of a fall or call for help per elder's home and day, besides the scenario's.", 0.02, 0, 1);

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { Seed, Scale, Speed, Incidents, _scenario, _start })
        {
            command.Add(option);
        }
    }

    internal Scenario? Scenario(ParseResult result) => result.GetValue(_scenario) is { } scenario ? ScenarioFile.Find(scenario) : null;

    internal DateTimeOffset? Start(ParseResult result) => result.GetValue(_start) is { } text && TryParse(text, out var start) ? start : null;

    private static bool TryParse(string text, out DateTimeOffset start) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out start);
}
