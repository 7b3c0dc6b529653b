namespace SmartCommunity.Simulators.District;

/// <summary>How many devices of each class one community has at scale 1: about 60, in the proportions of the planned district.</summary>
internal static class CommunitySet
{
    internal const int Homes = 8;

    /// <summary>Devices that hang in a home: the first three in every home, the others in the first homes only, as families choose them.</summary>
    internal static readonly (string Class, string Zh, double ShareOfHomes)[] HomeKit =
    [
        ("panicButton", "固定报警器", 1),
        ("pir", "客厅红外", 1),
        ("doorContact", "入户门磁", 1),
        ("wearable", "手环", 0.625),
        ("bedSensor", "睡眠床垫", 0.375),
        ("waterMeter", "水表", 0.375),
        ("fallRadar", "卫生间雷达", 0.25),
    ];

    internal static readonly (string Class, int Count)[] Facilities =
    [
        ("healthStation", 1),
        ("parkingSite", 2),
        ("parkingSpot", 6),
        ("evCharger", 4),
        ("electricityMeter", 6),
        ("pvInverter", 1),
        ("indoorAir", 3),
    ];
}
