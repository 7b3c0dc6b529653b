using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>What a recorded simulation held.</summary>
/// <param name="Devices">Devices played.</param>
/// <param name="Acts">Lines written.</param>
/// <param name="Labels">Labels written.</param>
/// <param name="Unplaced">Faults of the scenario that fell on nobody, with the reason.</param>
public sealed record RecordSummary(int Devices, long Acts, long Labels, IReadOnlyList<string> Unplaced);

/// <summary>What a played device does.</summary>
public enum PlayedKind
{
    /// <summary>Publishes.</summary>
    Publish,

    /// <summary>Loses its connection without a goodbye.</summary>
    Cut,

    /// <summary>May connect again.</summary>
    Restore,

    /// <summary>Somebody tries to log in under its name with a wrong token.</summary>
    WrongToken,
}

/// <summary>One act of a played device.</summary>
/// <param name="DueMs">When, epoch milliseconds.</param>
/// <param name="Device">Whose.</param>
/// <param name="Kind">What.</param>
/// <param name="Topic">Topic of a publish; else empty.</param>
/// <param name="IsEvent">It publishes an event, which goes before measurements when both have waited for a connection.</param>
/// <param name="Payload">Payload of a publish; else empty.</param>
public readonly record struct PlayedAct(long DueMs, SimulatedDevice Device, PlayedKind Kind, string Topic, bool IsEvent, ReadOnlyMemory<byte> Payload);

/// <summary>
/// A simulation without a broker and without a clock: everything the devices would do, as lines. Pure in (district, start, length, scenario): the same
/// arguments give the same bytes on any machine. One line an act, ordered by when it is due, then by device:
/// <c>{due, epoch ms} TAB {device} TAB {publish|cut|restore|wrongToken} TAB {topic} TAB {payload, base64url}</c>, ended by a line feed.
/// A live run with the same arguments sends the same payloads in the same order per device; only what waits for a connection is joined into arrays.
/// </summary>
public static class SimulationRecord
{
    private const int MsPerSecond = 1000;

    /// <summary>Writes the lines to <paramref name="target"/> and the labels to <paramref name="write"/>.</summary>
    /// <param name="district">Whose devices are played.</param>
    /// <param name="start">Where the simulated time begins.</param>
    /// <param name="length">How much of it is written.</param>
    /// <param name="scenario">Played from the start on; null: none.</param>
    /// <param name="options">Number of devices and probability of incidents; the rest is not used.</param>
    /// <param name="target">Takes the lines.</param>
    /// <param name="write">Takes the labels of a fault as it begins.</param>
    /// <param name="cancellationToken">Ends early, between two lines.</param>
    public static RecordSummary Write(
        SimulatedDistrict district, DateTimeOffset start, TimeSpan length, Scenario? scenario, FleetOptions options, Stream target, Action<IReadOnlyList<FaultLabel>> write,
        CancellationToken cancellationToken = default)
    {
        using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        return Play(district, start, length, (scenario, []), options, act => WriteLine(writer, act), write, cancellationToken);
    }

    /// <summary>As <see cref="Write"/>, for whoever takes the acts themselves, in the same order, with faults besides those of a scenario.</summary>
    /// <param name="district">Whose devices are played.</param>
    /// <param name="start">Where the simulated time begins.</param>
    /// <param name="length">How much of it is played.</param>
    /// <param name="script">A scenario played from the start on, or null, and further faults.</param>
    /// <param name="options">Number of devices and probability of incidents; the rest is not used.</param>
    /// <param name="take">Takes each act.</param>
    /// <param name="write">Takes the labels of a fault as it begins.</param>
    /// <param name="cancellationToken">Ends early, between two acts.</param>
    public static RecordSummary Play(
        SimulatedDistrict district, DateTimeOffset start, TimeSpan length, (Scenario? Scenario, IReadOnlyList<FaultOrder> Orders) script, FleetOptions options, Action<PlayedAct> take,
        Action<IReadOnlyList<FaultLabel>> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(district);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(write);
        var startMs = start.ToUnixTimeMilliseconds();
        var played = FleetRun.Chosen(district.Devices, options.MaxDevices);
        var streams = new FaultyStream[played.Count];
        var labels = 0L;
        var desk = new FaultDesk(district.Seed, startMs / MsPerSecond, played, streams, written =>
        {
            labels += written.Count;
            write(written);
        });
        var (view, scratch) = (new DistrictView(district), new StreamScratch());
        for (var i = 0; i < streams.Length; i++)
        {
            streams[i] = new FaultyStream(new DeviceStream(played[i], view, startMs, startMs / MsPerSecond, options.IncidentsPerHomeDay, scratch)) { OnIncident = desk.Background };
        }

        desk.Play(script.Scenario, start);
        foreach (var order in script.Orders)
            desk.Take(order, startMs);
        var acts = Play(streams, desk, startMs + (long)length.TotalMilliseconds, take, cancellationToken);
        desk.End(startMs + (long)length.TotalMilliseconds);
        return new RecordSummary(played.Count, acts, labels, desk.Unplaced);
    }

    private static long Play(FaultyStream[] streams, FaultDesk desk, long endMs, Action<PlayedAct> take, CancellationToken cancellationToken)
    {
        var due = new PriorityQueue<int, (long DueMs, int Index)>();
        var scheduledMs = new long[streams.Length];
        void Schedule(int index)
        {
            scheduledMs[index] = streams[index].DueMs;
            if (scheduledMs[index] != Behaviour.Never)
                due.Enqueue(index, (scheduledMs[index], index));
        }

        desk.OnChanged = Schedule;
        for (var i = 0; i < streams.Length; i++)
            Schedule(i);
        var acts = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            var nextMs = due.TryPeek(out var index, out var first) ? first.DueMs : Behaviour.Never;
            if (Math.Min(nextMs, desk.DueMs) >= endMs)
                break;
            if (desk.DueMs <= nextMs)
            {
                desk.Begin(desk.DueMs);
                continue;
            }

            due.Dequeue();
            if (first.DueMs != scheduledMs[index])
                continue;
            if (streams[index].Next() is { } act)
            {
                take(Played(streams[index].Device, act));
                acts++;
            }

            Schedule(index);
        }

        return acts;
    }

    private static PlayedAct Played(SimulatedDevice device, DeviceAct act)
    {
        var (kind, topic) = act.Kind switch
        {
            ActKind.Telemetry => (PlayedKind.Publish, new NativeTopic(device.Address, TopicKind.Telemetry).ToString()),
            ActKind.Event => (PlayedKind.Publish, new NativeTopic(device.Address, TopicKind.Event).ToString()),
            ActKind.Foreign => (PlayedKind.Publish, act.Topic),
            ActKind.Cut => (PlayedKind.Cut, ""),
            ActKind.Restore => (PlayedKind.Restore, ""),
            _ => (PlayedKind.WrongToken, ""),
        };
        return new PlayedAct(act.DueMs, device, kind, topic, act.Kind == ActKind.Event, act.Payload);
    }

    private static void WriteLine(StreamWriter writer, PlayedAct act)
    {
        var what = act.Kind switch
        {
            PlayedKind.Publish => "publish",
            PlayedKind.Cut => "cut",
            PlayedKind.Restore => "restore",
            _ => "wrongToken",
        };
        writer.Write(act.DueMs.ToString(CultureInfo.InvariantCulture));
        writer.WriteLine($"\t{act.Device.Id}\t{what}\t{act.Topic}\t{Base64Url.EncodeToString(act.Payload.Span)}");
    }
}
