using System.Globalization;
using Microsoft.Extensions.Localization;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>Figures of the quality of alerts as people read them.</summary>
internal static class QualityText
{
    /// <summary>Stands where there is nothing to take a share of: no data is never 0 %.</summary>
    private const string Nothing = "–";

    private const double Percent = 100;

    internal static string Share(double? share) => share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{Percent * known:0.0} %") : Nothing;

    internal static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    internal static string Length(double? seconds) => seconds is { } known ? Times.Span(known) : Nothing;

    /// <summary>Between what the true share lies.</summary>
    internal static string Range(ShareView share, IStringLocalizer words) =>
        share.All == 0 ? words["quality.notJudged"] : words["quality.range", share.Part, share.All, Share(share.Low), Share(share.High)];

    internal static string Codes(IReadOnlyDictionary<string, int> codes, IStringLocalizer words) =>
        string.Join(words["quality.comma"], codes.Select(c => $"{words[$"alertCode.{c.Key}"].Value} {c.Value.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>Another limit with what it would have done, or nothing.</summary>
    internal static string Suggestion(LimitView? better, IStringLocalizer words)
    {
        if (better is null || QuantityCatalogue.Default.Find(better.Quantity) is not { } quantity)
            return "";
        string Value(double value) => ValueText.WithUnit(quantity, value, words);
        return words["quality.suggest", Value(better.Now), Value(better.Limit), better.SparedFalse, better.False, better.LostRight, better.Right];
    }
}
