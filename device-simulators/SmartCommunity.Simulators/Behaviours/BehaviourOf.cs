using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Which behaviour a simulated device has.</summary>
internal static class BehaviourOf
{
    internal static Behaviour Device(SimulatedDevice device, DistrictView district, double incidentsPerHomeDay)
    {
        var seed = Dice.Of(district.Seed);
        var dice = seed.Fork(device.Id);
        var home = seed.Fork(device.Address.Community).Fork("home").Fork(device.Home);
        return device.Address.Class switch
        {
            "wearable" => new Wearable(home, dice, district.HasRadar(device) ? 0 : incidentsPerHomeDay),
            "panicButton" => new PanicButton(home, dice, district.HasFallSensor(device), incidentsPerHomeDay),
            "pir" => new Pir(home, dice),
            "doorContact" => new DoorContact(home, dice),
            "bedSensor" => new BedSensor(home),
            "fallRadar" => new FallRadar(home, incidentsPerHomeDay),
            "waterMeter" => new WaterMeter(home, dice),
            "healthStation" => new HealthStation(dice),
            "parkingSite" => new ParkingSite(dice),
            "parkingSpot" => new ParkingSpot(dice),
            "evCharger" => new EvCharger(dice),
            "electricityMeter" => new ElectricityMeter(dice),
            "pvInverter" => new PvInverter(dice),
            "indoorAir" => new IndoorAir(dice),
            _ => throw new ArgumentOutOfRangeException(nameof(device), device.Address.Class, "No behaviour for this class."),
        };
    }
}

/// <summary>What a device must know of its neighbours: which homes have a wristband or a radar, so that one fall is told once.</summary>
internal sealed class DistrictView
{
    private readonly HashSet<(string Community, int Home)> _radars;
    private readonly HashSet<(string Community, int Home)> _wearables;

    internal DistrictView(SimulatedDistrict district)
    {
        Seed = district.Seed;
        _radars = HomesWith(district, "fallRadar");
        _wearables = HomesWith(district, "wearable");
    }

    internal ulong Seed { get; }

    internal bool HasRadar(SimulatedDevice device) => _radars.Contains((device.Address.Community, device.Home));

    internal bool HasFallSensor(SimulatedDevice device) =>
        HasRadar(device) || _wearables.Contains((device.Address.Community, device.Home));

    private static HashSet<(string Community, int Home)> HomesWith(SimulatedDistrict district, string @class) =>
        [.. district.Devices.Where(d => d.Address.Class == @class).Select(d => (d.Address.Community, d.Home))];
}
