using System.Globalization;

namespace SmartCommunity.Simulators.District;

/// <summary>Plausible Chinese names with a place, from numbers alone.</summary>
internal static class PlaceNames
{
    private const int FloorsPerUnit = 6;
    private const int RoomsPerFloor = 2;
    private const int FloorStep = 5;
    private const int RoomStride = 100;

    private static readonly string[] Sites = ["地面停车场", "地下车库", "邻里中心停车场"];
    private static readonly string[] Bins = ["厨余垃圾桶", "其他垃圾桶", "可回收物桶", "有害垃圾桶"];
    private static readonly string[] Entrances = ["邻里中心", "社区食堂", "文化家园", "健身房"];
    private static readonly string[] Rooms = ["社区食堂", "幼托教室", "邻里客厅", "图书室", "老年活动室"];
    private static readonly string[] Loads = ["公共照明", "电梯动力", "居民用电", "水泵房", "物业办公", "充电总表"];

    /// <summary>Home <paramref name="number"/> (from 1): a few elders in every building, e.g. <c>3幢2单元501室</c>.</summary>
    internal static string Home(int number)
    {
        var index = number - 1;
        var building = (index / PlaceCodes.HomesPerBuilding) + 1;
        var unit = (index % PlaceCodes.UnitsPerBuilding) + 1;
        var floor = (index * FloorStep % FloorsPerUnit) + 1;
        var room = (index / PlaceCodes.UnitsPerBuilding % RoomsPerFloor) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{building}幢{unit}单元{(floor * RoomStride) + room}室");
    }

    internal static string Facility(string @class, int number) => @class switch
    {
        "healthStation" => $"{Text(number)}号智慧健康站",
        "parkingSite" => CarPark(number),
        "parkingGate" => $"{CarPark(number)} 道闸",
        "parkingSpot" => $"地面停车场 {Text(number)}号车位",
        "evCharger" => $"地下车库 {Text(number)}号充电桩",
        "electricityMeter" => $"{Text(((number - 1) / Loads.Length) + 1)}幢 {Of(Loads, number)}电表",
        "pvInverter" => $"{Text(number)}号楼顶 光伏逆变器",
        "streetLamp" => $"小区道路 {Text(number)}号路灯",
        "hvac" => $"{Of(Rooms, number)} {Text(((number - 1) / Rooms.Length) + 1)}号空调",
        "indoorAir" => $"{Of(Rooms, number)} {Text(((number - 1) / Rooms.Length) + 1)}号空气",
        "outdoorAir" => $"{Text(number)}号微型气象站",
        "noiseMeter" => $"{Text(number)}号噪声监测点",
        "peopleCounter" => $"{Of(Entrances, number)} {Text(((number - 1) / Entrances.Length) + 1)}号客流",
        "waterMeter" => number == 1 ? "供水分区总水表" : number % 2 == 0 ? "社区食堂 水表" : "邻里客厅与绿化 水表",
        "gasMeter" => "社区食堂 燃气表",
        "doorContact" => "图书室 大门门磁",
        "siren" => "邻里中心 声光警报器",
        "pir" => $"共享办公 {Text(number)}号工位",
        _ => InBuilding(@class, number),
    };

    /// <summary>True: the people counter of this number is at a fitness room.</summary>
    internal static bool IsFitnessRoom(int number) => number % Entrances.Length == 0;

    private static string InBuilding(string @class, int number) => @class switch
    {
        "accessGate" => $"{Text(number)}幢 单元门禁",
        "lift" => $"{Text(number)}幢 电梯",
        "wasteBin" => $"{Text(((number - 1) / Bins.Length) + 1)}号投放点 {Of(Bins, number)}",
        "display" => IsAtStop(number) ? $"公交站 {Text(number / 2)}号到站信息屏" : $"{Text(number)}号信息发布屏",
        "parcelLocker" => $"{Text(number)}号快递柜",
        "leakDetector" => $"小区道路 {Text(number)}号井盖",
        "concentrator" => $"{Text(number)}幢 集中器",
        _ => throw new ArgumentOutOfRangeException(nameof(@class), @class, "Not a class of the simulated district."),
    };

    /// <summary>True: the display of this number tells arrivals at a bus stop.</summary>
    internal static bool IsAtStop(int number) => number % 2 == 0;

    private static string CarPark(int number) => $"{Text(((number - 1) / Sites.Length) + 1)}号{Of(Sites, number)}";

    private static string Of(string[] names, int number) => names[(number - 1) % names.Length];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
