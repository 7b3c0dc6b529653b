using Microsoft.AspNetCore.SignalR.Client;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cli.Bench;

/// <summary>
/// A client of the live hub that follows the scores of communities: notes how old the youngest measurement behind a live measure is when the measure arrives, and hands over each
/// value of one watched measure. All clocks are one machine's.
/// </summary>
internal sealed class ScoreProbe : IAsyncDisposable
{
    private const string Live = "live";
    private const double Tolerance = 1e-6; // Of a percentage: the value is computed here and there, and may differ in its last bit.

    private readonly HubConnection _connection;
    private readonly TimeProvider _time;
    private readonly string _watched;
    private readonly Lock _gate = new(); // Protects the collections: callbacks come on pool threads.
    private readonly Dictionary<(string Community, string Measure), long> _youngest = [];
    private readonly List<double> _ages = [];
    private (string Community, double Value, TaskCompletionSource Came)? _expected;

    private ScoreProbe(HubConnection connection, string watched, TimeProvider time)
    {
        _connection = connection;
        _watched = watched;
        _time = time;
    }

    internal static async Task<ScoreProbe> StartAsync(Uri cloud, IEnumerable<string> communities, string watched, TimeProvider time, CancellationToken cancellationToken)
    {
        var probe = new ScoreProbe(new HubConnectionBuilder().WithUrl(new Uri(cloud, "/hubs/live")).Build(), watched, time);
        probe._connection.On<LiveDelta>(nameof(ILiveClient.Delta), delta => probe.Take(delta.Scores));
        probe._connection.On<string, LiveEvent>(nameof(ILiveClient.Event), (_, _) => { });
        probe._connection.On<string, string>(nameof(ILiveClient.Resync), (_, _) => { });
        await probe._connection.StartAsync(cancellationToken);
        foreach (var community in communities)
        {
            var first = await probe._connection.InvokeAsync<LiveSnapshot>(nameof(ILiveHub.Subscribe), new LiveArea { Kind = "community", Code = community }, null, cancellationToken);
            probe.Note(first.Scores);
        }

        return probe;
    }

    /// <summary>Ages on arrival, in milliseconds, sorted.</summary>
    internal double[] Ages()
    {
        lock (_gate)
            return [.. _ages.Order()];
    }

    /// <summary>Completes when the watched measure of a community arrives with this value.</summary>
    internal Task ExpectAsync(string community, double value)
    {
        lock (_gate)
        {
            var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _expected = (community, value, came);
            return came.Task;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Note(IReadOnlyList<LiveScore> scores)
    {
        lock (_gate)
        {
            foreach (var score in scores)
            {
                foreach (var measure in score.Measures)
                    _youngest[(score.Community, measure.Id)] = measure.AsOfMs;
            }
        }
    }

    private void Take(IReadOnlyList<LiveScore> scores)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            foreach (var (community, measure) in scores.SelectMany(static s => s.Measures.Select(m => (s.Community, m))))
            {
                if (measure.Badge == Live && measure.AsOfMs > _youngest.GetValueOrDefault((community, measure.Id)))
                    _ages.Add(now - measure.AsOfMs);
                _youngest[(community, measure.Id)] = measure.AsOfMs;
                if (measure.Id == _watched && _expected is { } expected && expected.Community == community && Math.Abs(measure.Value.GetValueOrDefault(double.NaN) - expected.Value) < Tolerance)
                    expected.Came.TrySetResult();
            }
        }
    }
}
