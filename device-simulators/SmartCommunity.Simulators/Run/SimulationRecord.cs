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

        desk.Play(scenario, start);
        using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        var acts = Play(streams, desk, startMs + (long)length.TotalMilliseconds, writer, cancellationToken);
        desk.End(startMs + (long)length.TotalMilliseconds);
        return new RecordSummary(played.Count, acts, labels, desk.Unplaced);
    }

    private static long Play(FaultyStream[] streams, FaultDesk desk, long endMs, StreamWriter writer, CancellationToken cancellationToken)
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
                Write(writer, streams[index].Device, act);
                acts++;
            }

            Schedule(index);
        }

        return acts;
    }

    private static void Write(StreamWriter writer, SimulatedDevice device, DeviceAct act)
    {
        var (what, topic) = act.Kind switch
        {
            ActKind.Telemetry => ("publish", new NativeTopic(device.Address, TopicKind.Telemetry).ToString()),
            ActKind.Event => ("publish", new NativeTopic(device.Address, TopicKind.Event).ToString()),
            ActKind.Foreign => ("publish", act.Topic),
            ActKind.Cut => ("cut", ""),
            ActKind.Restore => ("restore", ""),
            _ => ("wrongToken", ""),
        };
        writer.Write(act.DueMs.ToString(CultureInfo.InvariantCulture));
        writer.WriteLine($"\t{device.Id}\t{what}\t{topic}\t{Base64Url.EncodeToString(act.Payload)}");
    }
}
