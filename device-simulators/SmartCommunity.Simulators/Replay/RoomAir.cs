using System.Globalization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Replay;

/// <summary>
/// <c>occupancy_uci</c>: one room, a row a minute, in three files that follow each other in time. A row is a message of the air sensor and one of the presence
/// detector. A message's number is the file's position times 100,000 plus its line.
/// </summary>
internal sealed class RoomAir(string folder) : Recording
{
    private const int LinesPerFile = 100_000;
    private const int Columns = 8;
    private const int AirQuantities = 4;

    /// <summary>Among the numbers of a row.</summary>
    private const int Occupancy = 5;

    private static readonly string[] Files = ["datatest.txt", "datatraining.txt", "datatest2.txt"];

    internal override IReadOnlyList<RecordedDevice> Devices { get; } =
        [new("uci-occupancy-room", "indoorAir", "办公室空气 (UCI)"), new("uci-occupancy-presence", "pir", "办公室有人 (UCI)")];

    internal override IReadOnlyList<Quantity> Quantities { get; } = Named("temp", "humidity", "light", "co2", "motion");

    internal override IEnumerable<RecordedMessage> Messages()
    {
        foreach (var (time, seq, cells) in Lines(folder))
        {
            var atMs = RecordedTime.MsOf(time);
            yield return new RecordedMessage(0, atMs, seq, [.. cells.Take(AirQuantities), double.NaN]);
            yield return new RecordedMessage(1, atMs, seq, [.. Enumerable.Repeat(double.NaN, AirQuantities), cells[Occupancy]]);
        }
    }

    /// <summary>Local time and the numbers of each row: temperature, humidity, light, CO2, humidity ratio, occupancy.</summary>
    internal static IEnumerable<(DateTime Local, double[] Cells)> Rows(string folder) => Lines(folder).Select(l => (l.Local, l.Cells));

    private static IEnumerable<(DateTime Local, long Seq, double[] Cells)> Lines(string folder)
    {
        for (var file = 0; file < Files.Length; file++)
        {
            var path = Path.Combine(folder, Files[file]);
            using var reader = new StreamReader(path);
            long line = 1;
            foreach (var cells in Csv.Rows(reader).Skip(1))
            {
                line++;
                if (cells.Count != Columns)
                    throw Fault(path, line, $"{cells.Count} columns, expected {Columns}.");
                var time = DateTime.ParseExact(cells[1], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
                double[] numbers = [.. cells.Skip(2).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
                yield return (time, (file * (long)LinesPerFile) + line, numbers);
            }
        }
    }
}
