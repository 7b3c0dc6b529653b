using System.Globalization;
using SmartCommunity.Console.Live;
using SmartCommunity.Programme.Eligibility;

namespace SmartCommunity.Console.Text;

/// <summary>Words and conditions of ground and resources. Pure but for the language of the page.</summary>
internal static class GroundText
{
    // 100 fen are a yuan.
    private const decimal FenPerYuan = 100;

    /// <summary>The text in the page's language.</summary>
    internal static string Here(this SmartCommunity.Programme.Words words) => words.In(CultureInfo.CurrentUICulture.Name);

    /// <summary>How an outcome looks.</summary>
    internal static Condition ConditionOf(Outcome outcome) => outcome switch
    {
        Outcome.Green => Condition.Normal,
        Outcome.Amber => Condition.Warning,
        Outcome.Red or Outcome.Blocks => Condition.Alarm,
        Outcome.Missing => Condition.Offline,
        _ => Condition.None,
    };

    /// <summary>Hectares with two decimals, or a dash.</summary>
    internal static string Ha(double? area) => area is { } ha ? $"{ha.ToString("0.00", CultureInfo.InvariantCulture)} ha" : "–";

    /// <summary>Square metres without decimals, or a dash where nothing is asked or known.</summary>
    internal static string M2(double area) => area > 0 ? $"{area.ToString("#,0", CultureInfo.InvariantCulture)} m²" : "–";

    /// <summary>A share in percent, or a dash.</summary>
    internal static string Percent(double? share) => share is { } value ? value.ToString("P0", CultureInfo.InvariantCulture) : "–";

    /// <summary>Fen as yuan.</summary>
    internal static string Yuan(long fen) => (fen / FenPerYuan).ToString("#,0.00", CultureInfo.InvariantCulture);

    /// <summary>Yuan as fen; null when it is no amount or has a fraction of a fen.</summary>
    internal static long? Fen(string yuan) =>
        decimal.TryParse(yuan, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
        && amount * FenPerYuan is var fen && decimal.Truncate(fen) == fen && Math.Abs(fen) < long.MaxValue ? (long)fen : null;
}
