using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>UCUM codes as people write them. A code that is not in the list reads well as it is.</summary>
internal static class UnitText
{
    internal static string Of(string ucum) => Words.Pick(DisplayWords.Unit(ucum));

    /// <summary>What a pack counts, named in braces in its units; what is not in the list reads as the pack has it.</summary>
    internal static string Counted(string word) => !Languages.IsChinese ? word : word switch
    {
        "CNY" => "元",
        "CO2" => "二氧化碳",
        "building" => "栋",
        "child" => "儿童",
        "client" => "人",
        "device" => "台",
        "dwelling" => "套",
        "event" => "次",
        "household" => "户",
        "item" or "proposal" => "件",
        "kind" => "种",
        "meal" => "餐",
        "order" => "单",
        "place" => "处",
        "point" => "分",
        "resident" => "人",
        "scenario" => "个场景",
        "seat" => "座",
        "session" or "use" => "次",
        "cell" or "society" => "个",
        "space" => "个",
        "stairwell" => "单元",
        "teacher" => "名教师",
        "visit" => "人次",
        _ => word,
    };
}
