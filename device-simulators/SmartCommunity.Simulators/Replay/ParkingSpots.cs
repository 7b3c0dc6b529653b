using System.Globalization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Replay;

/// <summary>
/// <c>parking_de</c> by spot: what was recorded are the free spots of a lot, so spot k of a lot is occupied while k or more are, as if a lot filled from its entrance. A count that is negative or above
/// the lot's capacity says nothing of its spots: <c>unknown</c>. Every message of the lot is one of each of its spots, with the same number.
/// </summary>
internal sealed class ParkingSpots : Recording
{
    /// <summary>Ten lots of the month, 298 spots: a connection each, and about what a community has. With the lots of every size it would be more than 100,000.</summary>
    private const int MostSpotsOfLot = 45;

    private const double Free = 0;
    private const double Occupied = 1;
    private const double Unknown = 3;

    /// <summary>Place of <c>occupiedSpots</c> in a message of the lot.</summary>
    private const int OccupiedSpots = 2;

    private readonly CarParks _lots;
    private readonly List<RecordedDevice> _devices = [];
    private readonly Dictionary<int, int> _firstSpots = [];

    internal ParkingSpots(string folder)
    {
        _lots = new CarParks(folder);
        for (var lot = 0; lot < _lots.Devices.Count; lot++)
        {
            // Not a number where the capacity is not known, which is no lot of so many spots either.
            if (!(_lots.CapacityOf(lot) <= MostSpotsOfLot))
                continue;
            _firstSpots.Add(lot, _devices.Count);
            for (var spot = 1; spot <= _lots.CapacityOf(lot); spot++)
                _devices.Add(Spot(_lots.Devices[lot], spot.ToString("00", CultureInfo.InvariantCulture)));
        }
    }

    internal override IReadOnlyList<RecordedDevice> Devices => _devices;

    internal override IReadOnlyList<Quantity> Quantities { get; } = Named("spotStatus");

    internal override IEnumerable<RecordedMessage> Messages()
    {
        foreach (var message in _lots.Messages())
        {
            if (!_firstSpots.TryGetValue(message.Device, out var first))
                continue;
            for (var spot = 0; spot < _lots.CapacityOf(message.Device); spot++)
                yield return new RecordedMessage(first + spot, message.AtMs, message.Seq, [StatusOf(spot, message.Values[OccupiedSpots])]);
        }
    }

    private static RecordedDevice Spot(RecordedDevice lot, string number) => new(CarParks.DeviceIdOf($"{lot.Id}-{number}"), "parkingSpot", $"{lot.Name} {number}");

    private static double StatusOf(int spot, double occupied) => double.IsNaN(occupied) ? Unknown : spot < occupied ? Occupied : Free;
}
