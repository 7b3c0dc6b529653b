using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cli.Simulating;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators.Run;

/// <summary>A simulation against a broker that is not ours, driven through its control endpoint as the command line and the console drive it.</summary>
public sealed class SimulationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("simulation-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_running_simulation_takes_faults_speed_scenario_and_seed_and_tells_its_labels()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var simulation = Open(broker);
        await using var app = ControlHost.Build(simulation, port: 0);
        await app.StartAsync(Token);
        using var control = new SimulatorControl(new Uri(app.Urls.Single()));
        await using var labels = control.LabelsAsync(Token).GetAsyncEnumerator(Token);

        var started = Good(await control.StartAsync(Token));
        var injected = Good(await control.InjectAsync(new InjectRequest { Fault = "fall", Device = "baihe-wearable-002", For = "10m" }, Token));
        Assert.True(await labels.MoveNextAsync());
        var faster = Good(await control.SetSpeedAsync(60, Token));
        var scripted = Good(await control.PlayAsync(new ScenarioRequest("threeEmergencies"), Token));
        var paused = Good(await control.PauseAsync(Token));
        var reseeded = Good(await control.SetSeedAsync(7, Token));
        var stopped = Good(await control.StopAsync(Token));

        Assert.Equal((true, 72, 2026L, 1.0), (started.Running, started.Devices, started.Seed, started.Speed));
        var label = Assert.Single(injected.Labels);
        Assert.Equal(("label", "fall", "baihe-wearable-002", "fall", "inject", TimeSpan.FromMinutes(10)), (label.Record, label.Kind, label.Subject, label.ExpectedAlert, label.Origin, label.To - label.From));
        Assert.Equal(label.Id, labels.Current.Id);
        Assert.Equal((60.0, "fall"), (faster.Speed, Assert.Single(faster.ActiveFaults).Kind));
        Assert.Equal(("threeEmergencies", 5), (scripted.Scenario, scripted.WaitingFaults));
        Assert.True(paused.Paused);
        Assert.Equal((true, 7L), (reseeded.Running, reseeded.Seed));
        Assert.Equal((false, null), (stopped.Running, stopped.Since));
        Assert.Equal([("label", label.Id), ("ended", label.Id)], TruthFile.Read(simulation.TruthPath).Select(l => (l.Record, l.Id)));
    }

    [Fact]
    public async Task What_the_control_refuses_names_the_field()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var simulation = Open(broker);
        await using var app = ControlHost.Build(simulation, port: 0);
        await app.StartAsync(Token);
        using var control = new SimulatorControl(new Uri(app.Urls.Single()));

        var early = await control.InjectAsync(new InjectRequest { Fault = "fall" }, Token);
        Good(await control.StartAsync(Token));

        Assert.Equal(["simulation"], Fields(early));
        Assert.Equal(["fault"], Fields(await control.InjectAsync(new InjectRequest { Fault = "earthquake" }, Token)));
        Assert.Equal(["for"], Fields(await control.InjectAsync(new InjectRequest { Fault = "fall", For = "soon" }, Token)));
        Assert.Equal(["with.perHour"], Fields(await control.InjectAsync(new InjectRequest { Fault = "drift", With = new Dictionary<string, double> { ["perHour"] = 99 } }, Token)));
        Assert.Equal(["who"], Fields(await control.InjectAsync(new InjectRequest { Fault = "fall", Device = "baihe-pvInverter-001" }, Token)));
        Assert.Equal(["home"], Fields(await control.InjectAsync(new InjectRequest { Fault = "noActivity", Home = 1 }, Token)));
        Assert.Equal(["speed"], Fields(await control.SetSpeedAsync(0.5, Token)));
        Assert.Equal(["seed"], Fields(await control.SetSeedAsync(-1, Token)));
        Assert.Equal(["name"], Fields(await control.PlayAsync(new ScenarioRequest("nothing"), Token)));
        Assert.Equal(["script"], Fields(await control.PlayAsync(new ScenarioRequest(Script: "name: x"), Token)).Distinct());
        Assert.Empty(TruthFile.Read(simulation.TruthPath));
    }

    [Fact]
    public async Task A_web_page_may_not_control_the_simulators()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var simulation = Open(broker);
        await using var app = ControlHost.Build(simulation, port: 0);
        await app.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "start") { Headers = { { "Origin", "http://example.org" } } };

        using var answer = await http.SendAsync(request, Token);

        Assert.Equal((System.Net.HttpStatusCode.Forbidden, false), (answer.StatusCode, simulation.State.IsRunning));
    }

    [Fact]
    public async Task The_cloud_knows_for_good_that_data_is_simulated_and_for_now_whether_simulators_run()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var simulation = Open(broker);
        var app = ControlHost.Build(simulation, port: 0);
        await app.StartAsync(Token);
        await simulation.StartAsync(Token);
        var options = new CloudOptions { DataFolder = _folder.FullName };
        SimulationView before, running;
        using (var status = new SimulationStatus(options, TimeProvider.System))
        {
            before = await status.ViewAsync(Token);
            status.Enrolling(60, new Uri(app.Urls.Single()));
            running = await status.ViewAsync(Token);
        }

        await app.DisposeAsync();
        using var afterRestart = new SimulationStatus(options, TimeProvider.System);
        var ended = await afterRestart.ViewAsync(Token);

        Assert.Equal((false, false), (before.SimulatedData, before.Running));
        Assert.Equal((true, true, 60, 2026L), (running.SimulatedData, running.Running, running.Devices, running.State!.Seed));
        Assert.Equal((true, false, 60, null, running.FirstEnrolledAt), (ended.SimulatedData, ended.Running, ended.Devices, ended.State, ended.FirstEnrolledAt));
    }

    [Fact]
    public void Simulators_somewhere_else_are_not_asked()
    {
        using var status = new SimulationStatus(new CloudOptions { DataFolder = _folder.FullName }, TimeProvider.System);

        status.Enrolling(1, new Uri("http://192.0.2.1:80"));

        Assert.Null(status.Control);
    }

    private Simulation Open(Mosquitto broker) => Simulation.Open(
        new SimulationSetup
        {
            District = seed => SimulatedDistrict.Plan(seed, ["baihe"], 1, SimulatedDistrictTests.Secret),
            Fleet = new FleetOptions { Endpoint = _ => broker.Endpoint, ConnectsPerSecond = 1_000, IncidentsPerHomeDay = 0 },
            Folder = Path.Combine(_folder.FullName, "simulator"),
            Seed = Recording.Seed,
        },
        TimeProvider.System,
        NullLogger.Instance);

    private static T Good<T>(Outcome<T> outcome)
    {
        Assert.True(outcome.Succeeded, string.Join(' ', outcome.Faults));
        return outcome.Value!;
    }

    private static IEnumerable<string> Fields<T>(Outcome<T> outcome) => outcome.Faults.Select(f => f.Field);
}
