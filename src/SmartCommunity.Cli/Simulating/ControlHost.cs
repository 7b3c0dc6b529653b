using System.Net;
using System.Runtime.CompilerServices;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Simulating;

/// <summary>
/// The simulators' control endpoint, on loopback: GET <c>state faults scenarios labels</c> (the last as server-sent events), POST <c>start stop pause resume speed seed
/// scenario inject lateness</c> (the last tells the lateness since it was last asked for). Errors are problem details naming the field. Requests with an Origin are refused: no web page has business here.
/// </summary>
internal static class ControlHost
{
    internal static WebApplication Build(Simulation simulation, int port)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "smartcommunity", ContentRootPath = AppContext.BaseDirectory });
        PartLogging.Configure(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddProblemDetails();
        builder.Services.AddHostFiltering(o => o.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        var app = builder.Build();
        app.UseHostFiltering();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(RefusePages);
        Map(app, simulation);
        return app;
    }

    private static async Task RefusePages(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Origin.Count > 0)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await next(context);
    }

    private static void Map(WebApplication app, Simulation simulation)
    {
        IResult State() => TypedResults.Ok(ControlViews.Of(simulation.State));
        async Task<IResult> After(Task change)
        {
            await change;
            return State();
        }

        app.MapGet("/state", State);
        app.MapGet("/faults", () => FaultCatalogue.All.Select(ControlViews.Of));
        app.MapGet("/scenarios", () => ScenarioShelf.All.Select(ControlViews.Of));
        app.MapGet("/labels", (CancellationToken stop) => TypedResults.ServerSentEvents(LabelsAsync(simulation, app.Lifetime.ApplicationStopping, stop)));
        app.MapPost("/start", (CancellationToken stop) => After(simulation.StartAsync(stop)));
        app.MapPost("/stop", (CancellationToken stop) => After(simulation.StopAsync(stop)));
        app.MapPost("/pause", () => Pause(paused: true));
        app.MapPost("/resume", () => Pause(paused: false));
        app.MapPost("/speed", (SpeedRequest request) =>
        {
            if (!(request.Speed is >= 1 and <= SimulationClock.MaxSpeed))
            {
                return Invalid("speed", $"The speed must be 1 to {SimulationClock.MaxSpeed}.");
            }

            simulation.SetSpeed(request.Speed);
            return State();
        });
        app.MapPost("/seed", async (SeedRequest request, CancellationToken stop) =>
            request.Seed < 0 ? Invalid("seed", "The seed must be 0 or more.") : await After(simulation.SetSeedAsync((ulong)request.Seed, stop)));
        app.MapPost("/scenario", async (ScenarioRequest request, CancellationToken stop) =>
            Scenario(request, out var scenario) is { } refused ? refused : await After(simulation.PlayAsync(scenario, stop)));
        app.MapPost("/lateness", () => ControlViews.Of(simulation.TakeLateness()));
        app.MapPost("/inject", (InjectRequest request, CancellationToken stop) => InjectAsync(simulation, request, stop));

        IResult Pause(bool paused)
        {
            simulation.SetPaused(paused);
            return State();
        }
    }

    private static IResult? Scenario(ScenarioRequest request, out Scenario? scenario)
    {
        scenario = null;
        if (request.Script is { } script)
        {
            var (read, faults) = ScenarioReader.Read(script);
            scenario = read;
            return faults.Count == 0 ? null : Invalid("script", [.. faults.Select(f => f.ToString())]);
        }

        if (request.Name is not { } name)
        {
            return null;
        }

        scenario = ScenarioShelf.Find(name);
        return scenario is null ? Invalid("name", $"There is no scenario '{name}'; there are {string.Join(", ", ScenarioShelf.All.Select(s => s.Name))}.") : null;
    }

    private static async Task<IResult> InjectAsync(Simulation simulation, InjectRequest request, CancellationToken stop)
    {
        if (FaultCatalogue.Find(request.Fault) is not { } kind)
        {
            return Invalid("fault", $"'{request.Fault}' is no kind of fault; 'smartcommunity simulate faults' lists them.");
        }

        var length = kind.StandardLength;
        if (request.For is { } text && !Span.TryParse(text, out length))
        {
            return Invalid("for", $"'{text}' is no length of time such as 90s, 5m or 2h30m.");
        }

        if (request.Home is not null && request.Community is null)
        {
            return Invalid("home", "'home' needs 'community' beside it.");
        }

        var who = new FaultSubjects(request.Device, request.Home, request.Community, request.Class, request.Count);
        var order = new FaultOrder(kind, who, DateTimeOffset.UnixEpoch, length, request.With ?? new Dictionary<string, double>(), "inject");
        var (labels, faults) = await simulation.InjectAsync(order, stop);
        return faults.Count == 0
            ? TypedResults.Ok(new InjectReport([.. labels.Select(ControlViews.Of)]))
            : Results.ValidationProblem(faults.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.Select(f => f.Message).ToArray()));
    }

    private static async IAsyncEnumerable<SimulationLabel> LabelsAsync(Simulation simulation, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        await using var labels = simulation.LabelsAsync(either.Token).GetAsyncEnumerator(either.Token);
        while (await NextAsync(labels))
        {
            yield return ControlViews.Of(labels.Current);
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<FaultLabel> labels)
    {
        try
        {
            return await labels.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static IResult Invalid(string field, params string[] messages) => Results.ValidationProblem(new Dictionary<string, string[]> { [field] = messages });
}
