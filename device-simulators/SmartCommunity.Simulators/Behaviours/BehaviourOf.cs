using System.Globalization;
using SmartCommunity.Simulators.District;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Which behaviour a simulated device has.</summary>
internal static class BehaviourOf
{
    /// <summary>A fitness room holds a fraction of a hall's people.</summary>
    private const double FitnessSize = 0.3;
    private const double HallSize = 0.35;

    internal static Behaviour Device(SimulatedDevice device, DistrictView district, double incidentsPerHomeDay)
    {
        var dice = Dice.Of(district.Seed).Fork(device.Id);
        return InHome(device, district, dice, incidentsPerHomeDay) ?? OfCommunity(device, district, dice)
            ?? throw new ArgumentOutOfRangeException(nameof(device), device.Address.Class, "No behaviour for this class.");
    }

    private static Behaviour? InHome(SimulatedDevice device, DistrictView district, Dice dice, double incidents)
    {
        if (device.Home == 0)
            return null;
        var home = district.HomeOf(device);
        return device.Address.Class switch
        {
            "wearable" => new Wearable(home, dice, district.HasRadar(device) ? 0 : incidents),
            "fallWatch" => new FallWatch(home, dice, district.HasRadar(device) || district.HasWearable(device) ? 0 : incidents),
            "panicButton" => new PanicButton(home, dice, district.HasFallSensor(device), incidents),
            "pir" => new Pir(home, dice),
            "doorContact" => new DoorContact(home, dice),
            "bedSensor" => new BedSensor(home),
            "fallRadar" => new FallRadar(home, incidents),
            "smokeDetector" => new SmokeDetector(dice),
            "gasDetector" => new GasDetector(home, dice),
            "coDetector" => new CoDetector(home, dice),
            "leakDetector" => new LeakDetector(dice, isManhole: false),
            "waterMeter" => new WaterMeter(home, dice),
            "gasMeter" => new GasMeter(home, dice, district.Weather),
            "electricityMeter" => new ElectricityMeter(HomeLoadOf(home, dice, district.Weather), dice, isThreePhase: false),
            _ => null,
        };
    }

    private static Behaviour? OfCommunity(SimulatedDevice device, DistrictView district, Dice dice)
    {
        var weather = district.Weather;
        return device.Address.Class switch
        {
            "healthStation" => new HealthStation(district.CommunityDice(device.Address.Community), dice),
            "parkingSite" => new ParkingSite(district.CarParkOf(device), dice, SharedSpots(device, district)),
            "parkingGate" => new ParkingGate(district.CarParkOf(device), district.GuidedBy(device, dice)),
            "parkingSpot" => new ParkingSpot(district.CarOfSpot(device), dice),
            "evCharger" => new EvCharger(district.CarOfCharger(device), dice),
            "electricityMeter" => new ElectricityMeter(CommunityLoad.Of(device.Number, dice, weather), dice, isThreePhase: CommunityLoad.IsThreePhase(device.Number)),
            "pvInverter" => new PvInverter(dice, weather),
            "streetLamp" => new StreetLamp(dice, weather),
            "hvac" => new Hvac(dice, weather),
            "indoorAir" => new IndoorAir(RoomUse.Of(device.Number, dice), dice, weather),
            "outdoorAir" => new OutdoorAir(dice, weather),
            "noiseMeter" => new NoiseMeter(dice, weather),
            "peopleCounter" => new PeopleCounter(dice, PlaceNames.IsFitnessRoom(device.Number) ? FitnessSize : HallSize),
            "accessGate" => new AccessGate(dice),
            "lift" => new Lift(dice),
            "wasteBin" => new WasteBin(dice, weather, device.Number, Skill(device, district, "wasteDrop", 0.68, 0.98)),
            "display" => new Display(dice, weather, PlaceNames.IsAtStop(device.Number)),
            "parcelLocker" => new ParcelLocker(dice, Skill(device, district, "parcelOut", 8, 21)),
            "doorContact" => new ReadingRoomDoor(dice, district.EquipmentOf(device).Skill("readingRoom", 3, 11)),
            "pir" => new DeskPir(dice, district.EquipmentOf(device).Skill("coworking", 0.15, 0.75)),
            "waterMeter" => new CommunityMeter(district.WaterOf(device, dice), dice),
            "gasMeter" => new CommunityMeter(CommunityDraw.CanteenGas(dice), dice),
            "siren" => new Siren(dice),
            "concentrator" => new Concentrator(dice),
            "leakDetector" => new LeakDetector(dice, isManhole: true),
            _ => null,
        };
    }

    /// <summary>How well its community does in what the device tells; null: this community's devices do not tell it.</summary>
    private static double? Skill(SimulatedDevice device, DistrictView district, string thing, double least, double most) =>
        district.EquipmentOf(device) is var equipment && equipment.Has(thing) ? equipment.Skill(thing, least, most) : null;

    /// <summary>The first surface car park tells when one of its first spots is used by another than its owner.</summary>
    private static string[] SharedSpots(SimulatedDevice site, DistrictView district)
    {
        const double least = 1, most = 4.99; // At most as many as every community offers (SimulatedRecords).
        return site.Number != 1 || Skill(site, district, "sharedUse", least, most) is not { } count
            ? []
            : [.. Enumerable.Range(1, (int)count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{site.Address.Community}-parkingSpot-{i:000}"))];
    }

    private static Load HomeLoadOf(ElderHome home, Dice dice, Weather weather)
    {
        var load = new HomeLoad(home, dice, weather);
        return new Load(dice.Between(3, 300, 15_000), load.TotalOf, load.WeightOf);
    }
}
