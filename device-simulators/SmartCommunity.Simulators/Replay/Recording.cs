using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Replay;

/// <summary>A device found in the recorded files.</summary>
internal readonly record struct RecordedDevice(string Id, string Class, string Name);

/// <summary>
/// One recorded message: position of the device, its own time, its number in the files (stable, so that a second replay is a duplicate), and the values in
/// the order of <see cref="Recording.Quantities"/>; NaN where the row has none.
/// </summary>
internal readonly record struct RecordedMessage(int Device, long AtMs, long Seq, double[] Values);

/// <summary>Recorded files as devices and messages, ordered by time. Reading is lazy and repeatable.</summary>
internal abstract class Recording
{
    internal abstract IReadOnlyList<RecordedDevice> Devices { get; }

    internal abstract IReadOnlyList<Quantity> Quantities { get; }

    internal abstract IEnumerable<RecordedMessage> Messages();

    internal static Recording Open(string dataFolder, ReplayDataset dataset) => dataset switch
    {
        ReplayDataset.CarParks => new CarParks(Path.Combine(dataFolder, "parking_de")),
        ReplayDataset.HouseholdPower => new HouseholdPower(Path.Combine(dataFolder, "uci_household_2days")),
        ReplayDataset.SingleResident => new SingleResident(Path.Combine(dataFolder, "kasteren_adl")),
        ReplayDataset.RoomAir => new RoomAir(Path.Combine(dataFolder, "occupancy_uci")),
        ReplayDataset.ParkingSpots => new ParkingSpots(Path.Combine(dataFolder, "parking_de")),
        _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, "Not a recorded data set."),
    };

    protected static Quantity[] Named(params string[] names) =>
        [.. names.Select(n => QuantityCatalogue.Default.Find(n) ?? throw new ArgumentException($"'{n}' is not in the catalogue.", nameof(names)))];

    protected static InvalidDataException Fault(string file, long line, string what) => new($"{file}, line {line}: {what}");
}
