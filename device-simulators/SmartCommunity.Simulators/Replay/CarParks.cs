using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Replay;

/// <summary>
/// <c>parking_de</c>: daily files <c>yyyy-MM-dd.csv</c>, a UTC timestamp and one column per lot; an empty cell is no message. A cell is sent as it stands, even
/// when it is negative: the gateway has to deal with that. <c>totalSpots</c> where the capacity is known, <c>occupiedSpots</c> where it also makes sense.
/// A message's number is its day number since 1970 times 10,000 plus its line, the same whatever other days are in the folder.
/// </summary>
internal sealed class CarParks : Recording
{
    private const int LinesPerDay = 10_000;
    private const int HashBytes = 4;
    private const string Class = "parkingSite";
    private readonly (DateOnly Day, string Path)[] _files;
    private readonly List<RecordedDevice> _devices = [];
    private readonly List<double> _capacities = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    internal CarParks(string folder)
    {
        _files = [.. Directory.EnumerateFiles(folder, "????-??-??.csv").Order(StringComparer.Ordinal).Select(path => (DayOf(path), path))];
        var lots = LotsWithValues();
        var known = ReadLots(Path.Combine(folder, "meta-data.csv"));
        foreach (var lot in lots.Order(StringComparer.Ordinal))
        {
            var (name, capacity) = known.GetValueOrDefault(lot, (lot, double.NaN));
            _indexes.Add(lot, _devices.Count);
            _devices.Add(new RecordedDevice(DeviceIdOf(lot), Class, name));
            _capacities.Add(capacity);
        }
    }

    internal override IReadOnlyList<RecordedDevice> Devices => _devices;

    internal override IReadOnlyList<Quantity> Quantities { get; } = Named("freeSpots", "totalSpots", "occupiedSpots");

    /// <summary>Spots of a lot; NaN where it is not known.</summary>
    internal double CapacityOf(int device) => _capacities[device];

    /// <summary>The lot's own id; one longer than <see cref="Identifier.MaxLength"/> is cut and ends in a digest of the whole.</summary>
    internal static string DeviceIdOf(string lot)
    {
        if (lot.Length <= Identifier.MaxLength)
            return lot;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lot)).AsSpan(0, HashBytes));
        return $"{lot[..(Identifier.MaxLength - digest.Length - 1)]}-{digest}";
    }

    internal override IEnumerable<RecordedMessage> Messages()
    {
        var row = new List<(int Column, int Free)>();
        foreach (var (day, path) in _files)
        {
            using var reader = new StreamReader(path);
            var devices = Header(reader, path).Select(lot => _indexes.GetValueOrDefault(lot, -1)).ToArray();
            for (var line = 2; reader.ReadLine() is { } text; line++)
            {
                var atMs = ReadRow(text, row, devices.Length, path, line);
                foreach (var (column, free) in row)
                    yield return Message(devices[column], atMs, SeqOf(day, line), free);
            }
        }
    }

    private static long SeqOf(DateOnly day, int line) =>
        ((day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * (long)LinesPerDay) + line;

    private RecordedMessage Message(int device, long atMs, long seq, int free)
    {
        var capacity = _capacities[device];
        var occupied = free >= 0 && free <= capacity ? capacity - free : double.NaN;
        return new RecordedMessage(device, atMs, seq, [free, capacity, occupied]);
    }

    private HashSet<string> LotsWithValues()
    {
        var lots = new HashSet<string>(StringComparer.Ordinal);
        var row = new List<(int Column, int Free)>();
        foreach (var (_, path) in _files)
        {
            using var reader = new StreamReader(path);
            var header = Header(reader, path);
            for (var line = 2; reader.ReadLine() is { } text; line++)
            {
                ReadRow(text, row, header.Length, path, line);
                foreach (var (column, _) in row)
                    lots.Add(header[column]);
            }
        }

        return lots;
    }

    private static DateOnly DayOf(string path) =>
        DateOnly.ParseExact(Path.GetFileNameWithoutExtension(path), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string[] Header(StreamReader reader, string path)
    {
        var columns = reader.ReadLine()?.Split(',') ?? [];
        return columns.Length > 1 && columns[0] == "timestamp" ? columns[1..] : throw Fault(path, 1, "expected 'timestamp' and lot columns.");
    }

    /// <summary>Fills the row with the cells that have a value and returns its time.</summary>
    private static long ReadRow(string text, List<(int Column, int Free)> row, int columns, string path, int line)
    {
        row.Clear();
        var column = -1;
        long atMs = 0;
        foreach (var range in text.AsSpan().Split(','))
        {
            var cell = text.AsSpan(range);
            if (column < 0)
                atMs = DateTimeOffset.ParseExact(cell, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            else if (!cell.IsEmpty)
                row.Add((column, int.TryParse(cell, CultureInfo.InvariantCulture, out var free) ? free : throw Fault(path, line, $"'{cell}' is not a number.")));
            column++;
        }

        return column == columns ? atMs : throw Fault(path, line, $"{column} lots, expected {columns}.");
    }

    private static Dictionary<string, (string Name, double Capacity)> ReadLots(string path)
    {
        using var reader = new StreamReader(path);
        var lots = new Dictionary<string, (string Name, double Capacity)>(StringComparer.Ordinal);
        int[]? at = null;
        foreach (var row in Csv.Rows(reader))
        {
            if (at is null)
            {
                at = [row.IndexOf("place_id"), row.IndexOf("place_name"), row.IndexOf("city_name"), row.IndexOf("num_all")];
                continue;
            }

            var capacity = int.TryParse(row[at[3]], CultureInfo.InvariantCulture, out var all) && all > 0 ? all : double.NaN;
            lots[row[at[0]]] = ($"{row[at[2]]} {row[at[1]]}", capacity);
        }

        return lots;
    }
}
