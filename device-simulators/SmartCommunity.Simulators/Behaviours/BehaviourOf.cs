using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Which behaviour a simulated device has.</summary>
internal static class BehaviourOf
{
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
            "parkingSite" => new ParkingSite(district.CarParkOf(device), dice),
            "parkingGate" => new ParkingGate(district.CarParkOf(device)),
            "parkingSpot" => new ParkingSpot(district.CarOfSpot(device), dice),
            "evCharger" => new EvCharger(district.CarOfCharger(device), dice),
            "electricityMeter" => new ElectricityMeter(CommunityLoad.Of(device.Number, dice, weather), dice, isThreePhase: CommunityLoad.IsThreePhase(device.Number)),
            "pvInverter" => new PvInverter(dice, weather),
            "streetLamp" => new StreetLamp(dice, weather),
            "hvac" => new Hvac(dice, weather),
            "indoorAir" => new IndoorAir(RoomUse.Of(device.Number, dice), dice, weather),
            "outdoorAir" => new OutdoorAir(dice, weather),
            "noiseMeter" => new NoiseMeter(dice, weather),
            "peopleCounter" => new PeopleCounter(dice),
            "accessGate" => new AccessGate(dice),
            "lift" => new Lift(dice),
            "wasteBin" => new WasteBin(dice, weather),
            "display" => new Display(dice, weather),
            "parcelLocker" => new ParcelLocker(dice),
            "concentrator" => new Concentrator(dice),
            "leakDetector" => new LeakDetector(dice, isManhole: true),
            _ => null,
        };
    }

    private static Load HomeLoadOf(ElderHome home, Dice dice, Weather weather)
    {
        var load = new HomeLoad(home, dice, weather);
        return new Load(dice.Between(3, 300, 15_000), load.TotalOf, load.WeightOf);
    }
}
