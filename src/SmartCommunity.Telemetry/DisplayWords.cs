using System.Collections.Frozen;

namespace SmartCommunity.Telemetry;

/// <summary>A word in both languages.</summary>
/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
public readonly record struct DisplayWord(string Zh, string En);

/// <summary>What the catalogues have codes for, as people write it: units, codes of enumerations, events. What is not known reads as it is. Pure but for the imported classes.</summary>
public static class DisplayWords
{
    private static readonly FrozenDictionary<string, DisplayWord> Units = new Dictionary<string, DisplayWord>(StringComparer.Ordinal)
    {
        ["1"] = new("", ""), ["Cel"] = Same("°C"), ["m3"] = Same("m³"), ["m3/h"] = Same("m³/h"), ["kW.h"] = Same("kWh"), ["mm[Hg]"] = Same("mmHg"), ["[ppm]"] = Same("ppm"), ["deg"] = Same("°"),
        ["ug/m3"] = Same("µg/m³"), ["mg/m3"] = Same("mg/m³"), ["kg/m2"] = Same("kg/m²"), ["W/m2"] = Same("W/m²"), ["umol/L"] = Same("µmol/L"), ["dB[SPL]"] = Same("dB(A)"), ["/min"] = new("次/分", "/min"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, DisplayWord> Codes = new Dictionary<string, DisplayWord>(StringComparer.Ordinal)
    {
        ["auto"] = new("自动", "Auto"), ["available"] = new("空闲", "Available"), ["charging"] = new("充电中", "Charging"),
        ["closed"] = new("关闭", "Closed"), ["cool"] = new("制冷", "Cooling"), ["down"] = new("下行", "Down"),
        ["dry"] = new("除湿", "Drying"), ["fan"] = new("送风", "Fan"), ["fault"] = new("故障", "Fault"),
        ["faulted"] = new("故障", "Faulted"), ["finishing"] = new("结束中", "Finishing"), ["free"] = new("空闲", "Free"),
        ["heat"] = new("制热", "Heating"), ["high"] = new("高", "High"), ["idle"] = new("停靠", "Idle"),
        ["low"] = new("低", "Low"), ["maintenance"] = new("检修", "Maintenance"), ["medium"] = new("中", "Medium"),
        ["moving"] = new("动作中", "Moving"), ["mppt"] = new("最大功率跟踪", "Tracking maximum power"), ["occupied"] = new("占用", "Occupied"),
        ["off"] = new("否", "Off"), ["on"] = new("是", "On"), ["open"] = new("打开", "Open"),
        ["preparing"] = new("准备中", "Preparing"), ["reserved"] = new("已预约", "Reserved"), ["shuttingDown"] = new("关机中", "Shutting down"),
        ["sleeping"] = new("休眠", "Sleeping"), ["standby"] = new("待机", "Standby"), ["starting"] = new("启动中", "Starting"),
        ["suspendedEv"] = new("车辆暂停", "Suspended by vehicle"), ["suspendedEvse"] = new("桩端暂停", "Suspended by charger"), ["throttled"] = new("限功率", "Throttled"),
        ["unavailable"] = new("不可用", "Unavailable"), ["unknown"] = new("未知", "Unknown"), ["up"] = new("上行", "Up"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A unit by its UCUM code.</summary>
    public static DisplayWord Unit(string ucum) => Units.TryGetValue(ucum, out var unit) ? unit : Same(ucum);

    /// <summary>A code of an enumeration.</summary>
    public static DisplayWord Code(string code) => Codes.TryGetValue(code, out var word) ? word : Same(code);

    /// <summary>An event by its type, as the classes that raise it call it; the first of <paramref name="classes"/> that does, else any.</summary>
    public static DisplayWord Event(string type, IReadOnlyCollection<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var known = DeviceClassCatalogue.Current.All.OrderByDescending(c => classes.Contains(c.Code)).SelectMany(static c => c.EventTypes).FirstOrDefault(e => e.Name == type);
        return known is null ? Same(type) : new DisplayWord(known.Zh, known.En);
    }

    private static DisplayWord Same(string text) => new(text, text);
}
