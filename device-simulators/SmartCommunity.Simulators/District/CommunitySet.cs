namespace SmartCommunity.Simulators.District;

/// <summary>How many devices of each class one community has at scale 1: 72, every class among them.</summary>
internal static class CommunitySet
{
    internal const int Homes = 4;

    /// <summary>
    /// Devices that hang in a home, and in which of four homes: the first three, the mandatory kit, in every home, the others as families choose them. The pattern goes by the
    /// home's number, so a larger district keeps the devices of a smaller one.
    /// </summary>
    internal static readonly (string Class, string Zh, string Pattern)[] HomeKit =
    [
        ("panicButton", "固定报警器", "1111"),
        ("pir", "客厅红外", "1111"),
        ("doorContact", "入户门磁", "1111"),
        ("wearable", "手环", "1110"),
        ("fallWatch", "跌倒手表", "0001"),
        ("bedSensor", "睡眠床垫", "1010"),
        ("fallRadar", "卫生间雷达", "1000"),
        ("smokeDetector", "烟感", "1010"),
        ("gasDetector", "燃气报警器", "1000"),
        ("coDetector", "一氧化碳报警器", "1000"),
        ("leakDetector", "厨房水浸", "1000"),
        ("waterMeter", "水表", "1100"),
        ("gasMeter", "燃气表", "1000"),
        ("electricityMeter", "住户电表", "1000"),
    ];

    /// <summary>Classes that also stand outside homes: there the id's number has an <c>h</c> before it in homes.</summary>
    internal static readonly string[] InBoth = ["leakDetector", "electricityMeter"];

    /// <summary>Classes of homes of which a community has some of its own: there the id's number has a <c>c</c> before it.</summary>
    internal static readonly string[] AlsoOfCommunity = ["doorContact", "pir", "waterMeter", "gasMeter"];

    /// <summary>
    /// What a community has once, whatever the scale: the master meter of its water and two sub-meters, the canteen's gas meter, the reading room's door, two desks of the co-working space, the siren.
    /// </summary>
    internal static readonly (string Class, int Count)[] Once = [("waterMeter", 3), ("gasMeter", 1), ("doorContact", 1), ("pir", 2), ("siren", 1)];

    /// <summary>True: the district has the device at scale 1 already. Only these had kept something: a hundred times the devices are a load, not a hundred times the past.</summary>
    internal static bool IsAtScaleOne(SimulatedDevice device) => device.Home > 0
        ? device.Home <= Homes
        : device.Number <= Math.Max(LeastOf(device.Address.Class), Facilities.Concat(Once).FirstOrDefault(f => f.Class == device.Address.Class).Count);

    /// <summary>Least number of some classes at any scale: an entrance of each kind, a display outside and one at the stop.</summary>
    internal static int LeastOf(string @class) => @class switch { "peopleCounter" => 4, "display" => 2, _ => 1 };

    internal static readonly (string Class, int Count)[] Facilities =
    [
        ("healthStation", 1),
        ("parkingSite", 3),
        ("parkingGate", 3),
        ("parkingSpot", 3),
        ("evCharger", 2),
        ("electricityMeter", 4),
        ("pvInverter", 1),
        ("streetLamp", 2),
        ("hvac", 1),
        ("indoorAir", 2),
        ("outdoorAir", 1),
        ("noiseMeter", 1),
        ("peopleCounter", 1),
        ("accessGate", 1),
        ("lift", 1),
        ("wasteBin", 1),
        ("display", 1),
        ("parcelLocker", 1),
        ("leakDetector", 1),
        ("concentrator", 1),
    ];
}
