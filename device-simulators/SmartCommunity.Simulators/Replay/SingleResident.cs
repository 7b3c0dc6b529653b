using System.Globalization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Replay;

/// <summary>
/// <c>kasteren_adl</c>: a row is one firing of a sensor, from start to end; it becomes two messages, 1 and 0. Doors, cupboards and appliances had reed contacts:
/// <c>doorContact</c>. The toilet's float switch says that someone is there: <c>pir</c>. Only firings were recorded; a device of these classes also says a state that
/// stays, every report interval, and so do these, until the recording ends. A message's number is twice its line, plus one for the end, times 10,000, plus how many times the state was said before.
/// </summary>
internal sealed class SingleResident(string folder) : Recording
{
    private const string FileName = "kasterenSenseData.txt";
    private const string Separator = "--------------------";
    private const string Footer = "Length:";
    private const int Columns = 4;
    private const int ToiletFlush = 14;

    /// <summary>More than the 28 days of the recording have intervals of five minutes, those of the class that reports most often.</summary>
    private const long SaidAtMost = 10_000;

    private static readonly (int Sensor, string Id, string Zh)[] Sensors =
    [
        (1, "microwave", "微波炉门"),
        (5, "toilet-door", "卫生间门"),
        (6, "bathroom-door", "浴室门"),
        (7, "cups-cupboard", "杯柜"),
        (8, "fridge", "冰箱门"),
        (9, "plates-cupboard", "碗碟柜"),
        (12, "front-door", "入户门"),
        (13, "dishwasher", "洗碗机门"),
        (ToiletFlush, "toilet-flush", "马桶冲水"),
        (17, "freezer", "冷冻柜门"),
        (18, "pans-cupboard", "锅具柜"),
        (20, "washing-machine", "洗衣机门"),
        (23, "groceries-cupboard", "食品柜"),
        (24, "bedroom-door", "卧室门"),
    ];

    internal override IReadOnlyList<RecordedDevice> Devices { get; } =
        [.. Sensors.Select(s => new RecordedDevice($"kasteren-a-{s.Id}", s.Sensor == ToiletFlush ? "pir" : "doorContact", $"独居老人家 {s.Zh}"))];

    internal override IReadOnlyList<Quantity> Quantities { get; } = Named("door", "motion");

    /// <summary>By time; at the same second ends come before starts, so that the last value is the newer firing's.</summary>
    internal override IEnumerable<RecordedMessage> Messages()
    {
        var transitions = Transitions().ToList();
        var endMs = transitions.Max(m => m.AtMs);
        return transitions.GroupBy(m => m.Device).SelectMany(own => WithStatesThatStay([.. own], endMs)).OrderBy(m => m.AtMs).ThenByDescending(IsEnd).ThenBy(m => m.Seq);
    }

    /// <summary>Starts and ends of the firings alone, in the order of <see cref="Messages"/>.</summary>
    internal IEnumerable<RecordedMessage> Transitions() => Rows().OrderBy(m => m.AtMs).ThenByDescending(IsEnd).ThenBy(m => m.Seq);

    private IEnumerable<RecordedMessage> WithStatesThatStay(RecordedMessage[] transitions, long endMs)
    {
        var intervalMs = (long)DeviceClassCatalogue.Default.Find(Devices[transitions[0].Device].Class)!.ReportInterval.TotalMilliseconds;
        for (var i = 0; i < transitions.Length; i++)
        {
            yield return transitions[i];
            // Up to the next transition, which speaks for itself; the last state up to and with the end.
            var untilMs = i + 1 < transitions.Length ? transitions[i + 1].AtMs : endMs + 1;
            for (var said = 1L; transitions[i].AtMs + (said * intervalMs) < untilMs; said++)
                yield return transitions[i] with { AtMs = transitions[i].AtMs + (said * intervalMs), Seq = transitions[i].Seq + said };
        }
    }

    private static bool IsEnd(RecordedMessage message) => message.Seq / SaidAtMost % 2 == 1;

    private IEnumerable<RecordedMessage> Rows()
    {
        var path = Path.Combine(folder, FileName);
        long line = 0;
        var isData = false;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (text.StartsWith(Footer, StringComparison.Ordinal))
                yield break;
            if (text.StartsWith(Separator, StringComparison.Ordinal))
            {
                isData = true;
            }
            else if (isData)
            {
                var cells = text.Split('\t');
                var device = cells.Length == Columns ? DeviceOf(cells[2]) : throw Fault(path, line, $"{cells.Length} columns, expected {Columns}.");
                if (device < 0)
                    throw Fault(path, line, $"sensor '{cells[2]}' is not in the list.");
                yield return Transition(device, cells[0], line * 2 * SaidAtMost, value: 1);
                yield return Transition(device, cells[1], ((line * 2) + 1) * SaidAtMost, value: 0);
            }
        }
    }

    private static int DeviceOf(string cell) => Array.FindIndex(Sensors, s => s.Sensor.ToString(CultureInfo.InvariantCulture) == cell);

    private static RecordedMessage Transition(int device, string time, long seq, double value)
    {
        var atMs = RecordedTime.MsOf(DateTime.ParseExact(time, "dd-MMM-yyyy HH:mm:ss", CultureInfo.InvariantCulture));
        return new RecordedMessage(device, atMs, seq, Sensors[device].Sensor == ToiletFlush ? [double.NaN, value] : [value, double.NaN]);
    }
}
