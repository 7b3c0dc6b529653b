using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Simulation;

/// <summary>
/// Talks to the control endpoint of running simulators on this machine. What they refuse comes back as faults naming the field, an endpoint that does not answer as
/// a fault of kind <see cref="FaultKind.Unavailable"/>. Thread-safe.
/// </summary>
public sealed class SimulatorControl : IDisposable
{
    /// <summary>Loopback: what takes longer than this hangs. Stopping 60,000 devices takes some seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http;
    private readonly HttpClient _endless;

    /// <param name="address">Where the simulators listen, as in <c>http://127.0.0.1:8084</c>.</param>
    public SimulatorControl(Uri address)
    {
        Address = address;
        _http = new HttpClient { BaseAddress = address, Timeout = Patience };
        _endless = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Where the simulators listen.</summary>
    public Uri Address { get; }

    /// <summary>What they are doing.</summary>
    public Task<Outcome<SimulatorState>> StateAsync(CancellationToken cancellationToken) => GetAsync<SimulatorState>("state", cancellationToken);

    /// <summary>Plays the district; nothing when it is played already.</summary>
    public Task<Outcome<SimulatorState>> StartAsync(CancellationToken cancellationToken) => PostAsync<SimulatorState>("start", new { }, cancellationToken);

    /// <summary>Every device says offline and disconnects; the simulators stay there to be started again.</summary>
    public Task<Outcome<SimulatorState>> StopAsync(CancellationToken cancellationToken) => PostAsync<SimulatorState>("stop", new { }, cancellationToken);

    /// <summary>Stops the simulated time.</summary>
    public Task<Outcome<SimulatorState>> PauseAsync(CancellationToken cancellationToken) => PostAsync<SimulatorState>("pause", new { }, cancellationToken);

    /// <summary>Lets the simulated time run on.</summary>
    public Task<Outcome<SimulatorState>> ResumeAsync(CancellationToken cancellationToken) => PostAsync<SimulatorState>("resume", new { }, cancellationToken);

    /// <summary>Sets the speed.</summary>
    public Task<Outcome<SimulatorState>> SetSpeedAsync(double speed, CancellationToken cancellationToken) =>
        PostAsync<SimulatorState>("speed", new SpeedRequest(speed), cancellationToken);

    /// <summary>Plays the district of another seed.</summary>
    public Task<Outcome<SimulatorState>> SetSeedAsync(long seed, CancellationToken cancellationToken) =>
        PostAsync<SimulatorState>("seed", new SeedRequest(seed), cancellationToken);

    /// <summary>Plays a scenario from now on.</summary>
    public Task<Outcome<SimulatorState>> PlayAsync(ScenarioRequest scenario, CancellationToken cancellationToken) =>
        PostAsync<SimulatorState>("scenario", scenario, cancellationToken);

    /// <summary>Begins a fault now.</summary>
    public Task<Outcome<InjectReport>> InjectAsync(InjectRequest fault, CancellationToken cancellationToken) => PostAsync<InjectReport>("inject", fault, cancellationToken);

    /// <summary>Every kind of fault.</summary>
    public Task<Outcome<IReadOnlyList<FaultKindView>>> FaultsAsync(CancellationToken cancellationToken) => GetAsync<IReadOnlyList<FaultKindView>>("faults", cancellationToken);

    /// <summary>The scenarios that come with the simulators.</summary>
    public Task<Outcome<IReadOnlyList<ScenarioView>>> ScenariosAsync(CancellationToken cancellationToken) => GetAsync<IReadOnlyList<ScenarioView>>("scenarios", cancellationToken);

    /// <summary>The newest labels, then every one as it is written, until cancelled or the simulators end.</summary>
    public async IAsyncEnumerable<SimulationLabel> LabelsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await _endless.GetStreamAsync(new Uri("labels", UriKind.Relative), cancellationToken);
        var events = SseParser.Create(stream, static (_, bytes) => JsonSerializer.Deserialize<SimulationLabel>(bytes, Format));
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            if (item.Data is { } label)
                yield return label;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _endless.Dispose();
    }

    private Task<Outcome<T>> GetAsync<T>(string path, CancellationToken cancellationToken) => AskAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    private Task<Outcome<T>> PostAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        AskAsync<T>(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: Format) }, cancellationToken);

    private async Task<Outcome<T>> AskAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using (request)
            using (var answer = await _http.SendAsync(request, cancellationToken))
            {
                if (answer.IsSuccessStatusCode)
                    return (await answer.Content.ReadFromJsonAsync<T>(Format, cancellationToken))!;
                var problem = await answer.Content.ReadFromJsonAsync<HttpValidationProblemDetails>(Format, cancellationToken);
                var kind = answer.StatusCode == HttpStatusCode.Conflict ? FaultKind.Conflict : FaultKind.Invalid;
                return problem is { Errors.Count: > 0 }
                    ? problem.Errors.SelectMany(e => e.Value.Select(message => new Fault(kind, e.Key, message))).ToArray()
                    : new Fault(kind, "simulation", $"The simulators answered with status {(int)answer.StatusCode}.");
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Fault(FaultKind.Unavailable, "simulation", $"No simulators answer at {Address}: {fault.Message}");
        }
    }
}
