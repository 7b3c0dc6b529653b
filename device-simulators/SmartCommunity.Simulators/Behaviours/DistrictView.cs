using System.Collections.Concurrent;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// What devices share: the weather, the elder of a home, the car park behind site, gate, spots and chargers; and which homes have a wristband, a radar or a watch, so
/// that one fall is told once. Thread-safe; shared things are made when first asked for.
/// </summary>
internal sealed class DistrictView
{
    /// <summary>Car parks of a community come in threes: on the surface, under the houses, at the neighbourhood centre.</summary>
    internal const int CarParkKinds = 3;

    private const int SpotsPerSurfacePark = 3;
    private const int ChargersPerGarage = 2;

    private readonly Dice _seed;
    private readonly HashSet<(string Community, int Home)> _radars;
    private readonly HashSet<(string Community, int Home)> _wearables;
    private readonly HashSet<(string Community, int Home)> _watches;
    private readonly ILookup<string, SimulatedDevice> _waterMeters;
    private readonly ConcurrentDictionary<(string Community, int Home), ElderHome> _homes = new();
    private readonly ConcurrentDictionary<(string Community, int Number), ResidentialCarPark> _carParks = new();

    internal DistrictView(SimulatedDistrict district, params IReadOnlyList<WeatherSpell> spells)
    {
        (Seed, _seed) = (district.Seed, Dice.Of(district.Seed));
        Weather = new Weather(_seed.Fork("weather"), spells);
        _radars = HomesWith(district, "fallRadar");
        _wearables = HomesWith(district, "wearable");
        _watches = HomesWith(district, "fallWatch");
        _waterMeters = district.Devices.Where(static d => d.Address.Class == "waterMeter").ToLookup(static d => d.Address.Community, StringComparer.Ordinal);
    }

    internal ulong Seed { get; }

    internal Weather Weather { get; }

    internal Dice CommunityDice(string community) => _seed.Fork(community);

    internal ElderHome HomeOf(SimulatedDevice device) => _homes.GetOrAdd(
        (device.Address.Community, device.Home), static (key, seed) => new ElderHome(seed.Fork(key.Community).Fork("home").Fork(key.Home)), _seed);

    /// <summary>The car park of a site or gate. A public one is made anew for each device, for it keeps a day of its own; it is the same one all the same.</summary>
    internal ICarPark CarParkOf(SimulatedDevice device) => (device.Number - 1) % CarParkKinds == CarParkKinds - 1
        ? new PublicCarPark(CarParkDice(device.Address.Community, device.Number))
        : Residential(device.Address.Community, device.Number);

    /// <summary>The car of a spot: the first spots of a surface car park have detectors.</summary>
    internal ParkedCar CarOfSpot(SimulatedDevice device)
    {
        var (group, spot) = Math.DivRem(device.Number - 1, SpotsPerSurfacePark);
        return Residential(device.Address.Community, (group * CarParkKinds) + 1).CarOf(spot);
    }

    /// <summary>The resident's car of a charger in the garage.</summary>
    internal ParkedCar CarOfCharger(SimulatedDevice device)
    {
        var (group, spot) = Math.DivRem(device.Number - 1, ChargersPerGarage);
        return Residential(device.Address.Community, (group * CarParkKinds) + 2).ResidentsCar(spot);
    }

    /// <summary>What a gate tells of the cars whose spots have detectors; null: there are none behind it, or it does not tell single cars.</summary>
    internal GuidedCars? GuidedBy(SimulatedDevice gate, Dice dice)
    {
        const double best = 0.02, worst = 0.35;
        var (group, kind) = Math.DivRem(gate.Number - 1, CarParkKinds);
        var equipment = EquipmentOf(gate);
        if (kind != 0 || !equipment.Has("gateEntry"))
            return null;
        var park = Residential(gate.Address.Community, (group * CarParkKinds) + 1);
        return new GuidedCars([.. Enumerable.Range(0, SpotsPerSurfacePark).Select(park.CarOf)], dice, equipment.Skill("gateEntry", best, worst));
    }

    /// <summary>What a community has and how well it does.</summary>
    internal Equipment EquipmentOf(SimulatedDevice device) => new(CommunityDice(device.Address.Community));

    /// <summary>A water meter that hangs in no home: the first is the zone's master, what the others and the homes count flows through it.</summary>
    internal Draw WaterOf(SimulatedDevice device, Dice dice)
    {
        const double least = 0.045, most = 0.15; // The pack asks for 7 to 12 %.
        if (device.Number > 1)
            return CommunityDraw.SubMeter(device.Number, dice, Weather);
        return CommunityDraw.Master(
            [.. _waterMeters[device.Address.Community].Where(static m => m.Home > 0 || m.Number > 1).Select(TotalOf)], EquipmentOf(device).Skill("water", least, most), dice);
    }

    private Func<long, double> TotalOf(SimulatedDevice meter)
    {
        var dice = _seed.Fork(meter.Id);
        return meter.Home > 0 ? new WaterMeter(HomeOf(meter), dice).TotalOf : CommunityDraw.SubMeter(meter.Number, dice, Weather).TotalOf;
    }

    internal bool HasRadar(SimulatedDevice device) => _radars.Contains(HomeKey(device));

    internal bool HasWearable(SimulatedDevice device) => _wearables.Contains(HomeKey(device));

    internal bool HasFallSensor(SimulatedDevice device) => HasRadar(device) || HasWearable(device) || _watches.Contains(HomeKey(device));

    private static (string Community, int Home) HomeKey(SimulatedDevice device) => (device.Address.Community, device.Home);

    private static HashSet<(string Community, int Home)> HomesWith(SimulatedDistrict district, string @class) =>
        [.. district.Devices.Where(d => d.Address.Class == @class).Select(HomeKey)];

    private Dice CarParkDice(string community, int number) => _seed.Fork(community).Fork("carPark").Fork(number);

    private ResidentialCarPark Residential(string community, int number) => _carParks.GetOrAdd(
        (community, number), static (key, view) => new ResidentialCarPark(view.CarParkDice(key.Community, key.Number)), this);
}
