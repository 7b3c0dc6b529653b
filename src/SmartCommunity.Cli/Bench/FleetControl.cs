using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli.Bench;

/// <summary>Talks to the simulators at their control port, as <c>simulate speed</c> and <c>simulate status</c> do.</summary>
internal sealed class FleetControl(HttpClient http, Uri address)
{
    internal async Task<SimulatorState> StateAsync(CancellationToken stop) => (await http.GetFromJsonAsync<SimulatorState>(new Uri(address, "/state"), stop))!;

    internal Task SpeedAsync(double speed, CancellationToken stop) => PostAsync<SimulatorState>("/speed", new SpeedRequest(speed), stop);

    internal Task<SimulatorState> PauseAsync(CancellationToken stop) => PostAsync<SimulatorState>("/pause", body: null, stop);

    /// <summary>The simulators' lateness since the last call.</summary>
    internal Task<LatenessView> LatenessAsync(CancellationToken stop) => PostAsync<LatenessView>("/lateness", body: null, stop);

    private async Task<T> PostAsync<T>(string path, object? body, CancellationToken stop)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(address, path), body, stop);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<T>(stop))!;
    }
}
