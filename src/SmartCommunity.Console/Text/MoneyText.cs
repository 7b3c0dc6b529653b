using System.Globalization;
using SmartCommunity.Programme.Money;

namespace SmartCommunity.Console.Text;

/// <summary>Amounts and the programme's own words in the language on screen.</summary>
internal static class MoneyText
{
    private const int FenPerYuan = 100;

    /// <summary>A text that carries both languages.</summary>
    internal static string Of(Programme.Words words) => Languages.Pick(words.Zh, words.En);

    /// <summary>An amount with its unit; a dash for nothing.</summary>
    internal static string Of(Fen amount) => amount == Fen.Zero ? "–" : Of(amount.Text);

    /// <summary>An amount as it is typed into a field, in yuan.</summary>
    internal static string Field(Fen amount) => amount.Yuan.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>What was typed, in yuan with at most two decimals; null when it is no such number.</summary>
    internal static Fen? Parse(string typed)
    {
        var plain = typed.Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal).Trim();
        if (!decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) || yuan > long.MaxValue / FenPerYuan || decimal.Truncate(yuan * FenPerYuan) != yuan * FenPerYuan)
            return null;
        return new Fen((long)(yuan * FenPerYuan));
    }
}
