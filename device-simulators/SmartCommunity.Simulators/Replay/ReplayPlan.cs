using SmartCommunity.Simulators.Replay;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>What a data set must leave in the store when all of it was accepted, counted from the files alone.</summary>
/// <param name="Messages">Messages, that is (device, instant) pairs of the files.</param>
/// <param name="Measurements">Values within the catalogue's physical limits: they must be stored, each once.</param>
/// <param name="OutOfRange">Values outside: they must be in quarantine and not in the store.</param>
/// <param name="Series">Measurements per (device id, quantity); pairs without any are absent.</param>
public sealed record ReplayCounts(
    long Messages, long Measurements, long OutOfRange, IReadOnlyDictionary<(string Device, string Quantity), long> Series);

/// <summary>
/// One recorded data set as devices of the communities and a stream of messages ordered by time. Opening reads the files for their devices; counting and replaying read
/// them again. Immutable.
/// </summary>
public sealed class ReplayPlan
{
    private readonly Recording _recording;
    private readonly Lazy<(ReplayCounts Counts, long FirstMs, long LastMs)> _scan;

    private ReplayPlan(ReplayDataset dataset, Recording recording, SimulatedDevice[] devices)
    {
        (Dataset, _recording, Devices) = (dataset, recording, devices);
        _scan = new(Scan);
    }

    /// <summary>The data set.</summary>
    public ReplayDataset Dataset { get; }

    /// <summary>The devices to enrol, in the order of their ids; spread over the communities in turn.</summary>
    public IReadOnlyList<SimulatedDevice> Devices { get; }

    /// <summary>Exact counts of the files.</summary>
    public ReplayCounts Counts => _scan.Value.Counts;

    /// <summary>First recorded instant, epoch milliseconds.</summary>
    public long FirstMs => _scan.Value.FirstMs;

    /// <summary>Last recorded instant, epoch milliseconds.</summary>
    public long LastMs => _scan.Value.LastMs;

    internal IReadOnlyList<Quantity> Quantities => _recording.Quantities;

    /// <summary>Opens a data set.</summary>
    /// <param name="dataFolder">Folder that holds the data sets' own folders.</param>
    /// <param name="dataset">Which one.</param>
    /// <param name="communities">Community codes the devices are spread over, at least one.</param>
    /// <param name="token">Token of a device id, e.g. <see cref="DeviceToken.Derive"/> with the district's secret.</param>
    public static ReplayPlan Load(string dataFolder, ReplayDataset dataset, IReadOnlyList<string> communities, Func<string, string> token)
    {
        ArgumentOutOfRangeException.ThrowIfZero(communities.Count, nameof(communities));
        var recording = Recording.Open(dataFolder, dataset);
        return new ReplayPlan(dataset, recording, [.. recording.Devices.Select((device, index) => new SimulatedDevice(
            new DeviceAddress(communities[index % communities.Count], device.Class, device.Id), device.Name, token(device.Id), index + 1, Home: 0))]);
    }

    /// <summary>The recorded values of one series that are within physical limits, in order of time.</summary>
    public IEnumerable<(long AtMs, double Value)> Series(string device, string quantity)
    {
        var column = Quantities.ToList().FindIndex(q => q.Name == quantity);
        return Messages()
            .Where(m => Devices[m.Device].Id == device && IsInRange(Quantities[column], m.Values[column]))
            .Select(m => (m.AtMs, m.Values[column]));
    }

    internal IEnumerable<RecordedMessage> Messages() => _recording.Messages();

    private static bool IsInRange(Quantity quantity, double value) => value >= quantity.Min && value <= quantity.Max;

    private (ReplayCounts Counts, long FirstMs, long LastMs) Scan()
    {
        var perSeries = new long[Devices.Count, Quantities.Count];
        var (messages, measurements, outOfRange, firstMs, lastMs) = (0L, 0L, 0L, 0L, 0L);
        foreach (var message in Messages())
        {
            firstMs = messages++ == 0 ? message.AtMs : firstMs;
            lastMs = message.AtMs;
            for (var q = 0; q < message.Values.Length; q++)
            {
                if (IsInRange(Quantities[q], message.Values[q]))
                    (perSeries[message.Device, q], measurements) = (perSeries[message.Device, q] + 1, measurements + 1);
                else if (!double.IsNaN(message.Values[q]))
                    outOfRange++;
            }
        }

        var series = new Dictionary<(string Device, string Quantity), long>();
        for (var d = 0; d < Devices.Count; d++)
        {
            for (var q = 0; q < Quantities.Count; q++)
            {
                if (perSeries[d, q] > 0)
                    series.Add((Devices[d].Id, Quantities[q].Name), perSeries[d, q]);
            }
        }

        return (new ReplayCounts(messages, measurements, outOfRange, series), firstMs, lastMs);
    }
}
