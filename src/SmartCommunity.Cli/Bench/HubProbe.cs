using Microsoft.AspNetCore.SignalR.Client;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cli.Bench;

/// <summary>
/// A client of the live hub, as a console has it: notes how old each value, safety event and new alert is when it arrives, by the device's own time. All clocks are one machine's.
/// </summary>
internal sealed class HubProbe : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new(); // Protects the lists: callbacks come on pool threads.
    private readonly List<double> _valueAges = [];
    private readonly List<double> _eventAges = [];
    private readonly List<(long AtMs, long CameMs)> _alertTimes = [];
    private readonly HashSet<string> _alerts = new(StringComparer.Ordinal);

    private HubProbe(HubConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
    }

    internal static async Task<HubProbe> StartAsync(Uri cloud, string community, TimeProvider time, CancellationToken cancellationToken)
    {
        var probe = new HubProbe(new HubConnectionBuilder().WithUrl(new Uri(cloud, "/hubs/live")).Build(), time);
        probe._connection.On<LiveDelta>(nameof(ILiveClient.Delta), probe.Take);
        probe._connection.On<string, LiveEvent>(nameof(ILiveClient.Event), (_, safetyEvent) => probe.Take(safetyEvent));
        probe._connection.On<string, IReadOnlyList<LiveAlertChange>>(nameof(ILiveClient.Alerts), (_, changes) => probe.Take(changes));
        probe._connection.On<string, string>(nameof(ILiveClient.Resync), (_, _) => { });
        await probe._connection.StartAsync(cancellationToken);
        await probe._connection.InvokeAsync<LiveSnapshot>(nameof(ILiveHub.Subscribe), new LiveArea { Kind = "community", Code = community, Alerts = true }, null, cancellationToken);
        return probe;
    }

    /// <summary>Ages of values, of safety events and of alerts raised by an SOS on arrival, in milliseconds, sorted.</summary>
    internal (double[] Values, double[] Events, double[] Alerts) Ages()
    {
        lock (_gate)
        {
            return ([.. _valueAges.Order()], [.. _eventAges.Order()], [.. _alertTimes.Select(static t => (double)(t.CameMs - t.AtMs)).Order()]);
        }
    }

    /// <summary>Of each alert raised by an SOS: when the button was pressed and when the alert came, epoch milliseconds.</summary>
    internal IReadOnlyList<(long AtMs, long CameMs)> AlertTimes()
    {
        lock (_gate)
        {
            return [.. _alertTimes];
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Take(LiveDelta delta)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            foreach (var device in delta.Devices.Where(d => d.Values.Count > 0))
            {
                _valueAges.Add(now - device.Values.Max(v => v.AtMs));
            }
        }
    }

    private void Take(LiveEvent safetyEvent)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            _eventAges.Add(now - safetyEvent.AtMs);
        }
    }

    private void Take(IReadOnlyList<LiveAlertChange> changes)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            // By its id: one told twice would count once.
            foreach (var change in changes.Where(c => c is { What: "raised", Alert.Rule: "sos" } && _alerts.Add(c.Alert.Id)))
            {
                _alertTimes.Add((change.Alert.MeasuredAtMs, now));
            }
        }
    }
}
