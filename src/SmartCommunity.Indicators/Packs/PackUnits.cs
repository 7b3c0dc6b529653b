using System.Text;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Packs;

/// <summary>Units of packs as people write them: <c>m2/100{household}</c> reads <c>m²/100 household</c>, <c>m²/100 户</c>. Pure, the same in every culture.</summary>
public static class PackUnits
{
    /// <summary>A unit by its UCUM code; what a pack counts stands in braces in it (UCUM, §12). Words that are not in the list read as the pack has them.</summary>
    public static DisplayWord Of(string ucum)
    {
        ArgumentNullException.ThrowIfNull(ucum);
        return ucum.Contains('{', StringComparison.Ordinal) ? new DisplayWord(Join(ucum, Chinese), Join(ucum, static word => word)) : DisplayWords.Unit(ucum);
    }

    private static string Join(string ucum, Func<string, string> translate)
    {
        var text = new StringBuilder();
        foreach (var part in ucum.Replace("m2", "m²", StringComparison.Ordinal).Split('{', '}'))
            text.Append(translate(part) is var word && word is not ['/', ..] && word.Length > 0 && text.Length > 0 && text[^1] != '/' ? $" {word}" : word);
        return text.ToString();
    }

    private static string Chinese(string word) => word switch
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
