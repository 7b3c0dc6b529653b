using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cli.Simulating;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Simulators;
using SmartCommunity.Tests.Cloud.Registry;
using SmartCommunity.Tests.Simulators;
using SmartCommunity.Tests.Simulators.Run;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class SimulatorPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Port of discard: nothing listens there, and nothing else may.</summary>
    private static readonly Uri Nobody = new("http://127.0.0.1:9");

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-simulator-page-").FullName;
    private readonly ConsoleContext _context = new();
    private TemporaryRegistry _registry = null!;
    private SimulationStatus _status = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TemporaryRegistry.CreateAsync();
        _status = new SimulationStatus(new CloudOptions { DataFolder = _folder }, _context.Time);
        _context.Services.AddSingleton(_status);
        _context.Services.AddSingleton(_registry.Places);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _status.Dispose();
        await _registry.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_line_without_simulators_says_so_and_how_to_get_some()
    {
        var page = _context.Render<Simulator>();

        page.WaitForAssertion(() => Assert.Contains("No simulators belong to this line", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("smartcommunity up", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void Simulators_that_do_not_answer_are_named_by_their_address()
    {
        _status.Enrolling(60, Nobody);

        var page = _context.Render<Simulator>();

        page.WaitForAssertion(() => Assert.Contains("They last listened at http://127.0.0.1:9/.", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task Simulators_that_answer_are_shown_with_the_faults_and_scenarios_they_know_and_take_a_speed()
    {
        await using var simulation = Simulation.Open(
            new SimulationSetup
            {
                District = seed => SimulatedDistrict.Plan(seed, ["baihe"], 1, SimulatedDistrictTests.Secret),
                Fleet = new FleetOptions { Endpoint = _ => new BrokerEndpoint(Nobody.Host, Nobody.Port), ConnectsPerSecond = 1_000, IncidentsPerHomeDay = 0 },
                Folder = Path.Combine(_folder, "simulator"),
                Seed = Recording.Seed,
            },
            TimeProvider.System,
            NullLogger.Instance);
        await using var app = ControlHost.Build(simulation, port: 0);
        await app.StartAsync(TestContext.Current.CancellationToken);
        _status.Enrolling(60, new Uri(app.Urls.Single()));

        var page = _context.Render<Simulator>();
        page.WaitForAssertion(() => Assert.Equal(FaultCatalogue.All.Count, page.FindAll("#inject-kind option").Count), Patience);
        Assert.Equal(ScenarioShelf.All.Count + 1, page.FindAll("#simulator-scenario option").Count);
        Assert.Equal("○Stopped", page.Find(".badge").TextContent);
        page.Find("#simulator-speed").Change("60");
        await page.FindAll("form")[0].SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("×60", page.FindAll("form")[0].TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(60, simulation.State.Speed);
    }
}
