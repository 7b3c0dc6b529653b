using System.Globalization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Replay;

/// <summary>
/// <c>uci_household_2days</c>: a row a minute. The file has no register; <c>energyImport</c> is the power summed up over the minutes from 0, before the minute
/// it stands in. A message's number is its line.
/// </summary>
internal sealed class HouseholdPower(string folder) : Recording
{
    private const string FileName = "household_power_2007-02-01_02.txt";
    private const int Columns = 11;
    private const int TimeColumn = 3;
    private const double MinutesPerHour = 60;

    internal override IReadOnlyList<RecordedDevice> Devices { get; } = [new("uci-household-meter", "electricityMeter", "住户电表 (UCI)")];

    internal override IReadOnlyList<Quantity> Quantities { get; } =
        Named("activePower", "reactivePower", "voltage", "current", "energyImport");

    internal override IEnumerable<RecordedMessage> Messages()
    {
        var path = Path.Combine(folder, FileName);
        var energyKwh = 0.0;
        long line = 1;
        foreach (var text in File.ReadLines(path).Skip(1))
        {
            line++;
            var cells = text.Split(' ');
            if (cells.Length != Columns)
                throw Fault(path, line, $"{cells.Length} columns, expected {Columns}.");
            var time = DateTime.ParseExact($"{cells[TimeColumn - 1]} {cells[TimeColumn]}", "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            var values = cells.Skip(TimeColumn + 1).Take(4).Select(c => double.Parse(c, CultureInfo.InvariantCulture)).Append(energyKwh).ToArray();
            yield return new RecordedMessage(0, RecordedTime.MsOf(time), line, values);
            energyKwh += values[0] / MinutesPerHour;
        }
    }
}
