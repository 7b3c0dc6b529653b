using System.Globalization;
using SmartCommunity.Console.Live;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>Numbers and states of scores as people read them. What is not there is a word, never a number.</summary>
internal static class ScoreText
{
    private const int PointDecimals = 2;
    private const int TotalDecimals = 1;
    private const double Hundred = 100;
    private const string ValueFormat = "#,0.###";

    internal static string Points(double points) => ValueText.Number(points, PointDecimals);

    internal static string Total(double points) => ValueText.Number(points, TotalDecimals);

    /// <summary>A share of 0 to 1 in whole per cent, rounded down: 100 % is only what is whole.</summary>
    internal static string Percent(double share) => Math.Floor(share * Hundred).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Width of a bar, as CSS.</summary>
    internal static string Width(double share) => string.Create(CultureInfo.InvariantCulture, $"width:{Math.Clamp(share, 0, 1) * Hundred:0.#}%");

    internal static string Value(double value) => value.ToString(ValueFormat, CultureInfo.InvariantCulture);

    /// <summary>A pack's unit: <c>m2/100{household}</c> reads <c>m²/100 household</c>, <c>m²/100 户</c>.</summary>
    internal static string Unit(string ucum) => Words.Pick(PackUnits.Of(ucum));

    /// <summary>The first characters of a hash: enough to compare two by eye; the whole one is on hover.</summary>
    internal static string Hash(string hash)
    {
        const int shown = 12;
        return hash.Length <= shown ? hash : hash[..shown];
    }

    internal static Condition ConditionOf(Verdict verdict) => verdict switch
    {
        Verdict.Pass or Verdict.Excellent => Condition.Normal,
        Verdict.BelowPassMark => Condition.Warning,
        _ => Condition.Alarm,
    };

    internal static Condition ConditionOf(MeasureState state) => state switch
    {
        MeasureState.Scored => Condition.Normal,
        MeasureState.Stale => Condition.Warning,
        _ => Condition.Offline,
    };

    /// <summary>How a share does beside the pack's marks: excellent, passing, or below.</summary>
    internal static Condition Band(double share, PackWords words)
    {
        var points = share * Hundred;
        return words.Pack is not { Scoring: var rules } ? Condition.None
            : points >= rules.ExcellentMark ? Condition.Normal
            : points >= rules.PassMark ? Condition.Warning
            : Condition.Alarm;
    }

    /// <summary>An instant of a URL or of a <c>datetime-local</c> field: without a zone it is Asia/Shanghai. False: it is no instant.</summary>
    internal static bool TryInstant(string? text, out DateTimeOffset instant)
    {
        instant = default;
        if (string.IsNullOrWhiteSpace(text)
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var parsed))
            return false;
        if (parsed.Kind == DateTimeKind.Unspecified)
        {
            instant = new DateTimeOffset(parsed, ChinaTime.Offset);
            return true;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }

    /// <summary>As a <c>datetime-local</c> field wants it, in Asia/Shanghai.</summary>
    internal static string Field(DateTimeOffset instant) => ChinaTime.From(instant.ToUnixTimeMilliseconds()).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
