namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>An alert of a rule with a limit, as people judged it.</summary>
/// <param name="Value">The value it was raised with, in the quantity's unit.</param>
/// <param name="IsRight">It was right.</param>
public readonly record struct JudgedValue(double Value, bool IsRight);

/// <summary>Another limit for a rule, and what it would have done to the alerts that people judged.</summary>
/// <param name="Limit">The limit, in the quantity's unit.</param>
/// <param name="SparedFalse">False alerts it would not have raised at that moment.</param>
/// <param name="False">Of how many.</param>
/// <param name="LostRight">Right ones it would not have raised at that moment; at most, for the value may have gone on to the new limit later.</param>
/// <param name="Right">Of how many.</param>
public sealed record LimitSuggestion(double Limit, int SparedFalse, int False, int LostRight, int Right)
{
    /// <summary>Fewer judged alerts than this say nothing of a limit.</summary>
    public const int LeastJudged = 10;

    /// <summary>A change that spares less of the false ones is not worth a new version of the rules.</summary>
    private const double WorthShare = 0.2;

    /// <summary>
    /// The limit that spares the most false alerts and loses no right one; null when too few were judged, or none is worth it. It lies in the middle between the last value that it spares and the first right
    /// one that it keeps, so that it does not sit on a value that was seen. Pure; the order does not matter.
    /// </summary>
    /// <param name="judged">Alerts that the rule raised at its present limit and that people judged.</param>
    /// <param name="isAbove">True: the rule raises above its limit; false: below it.</param>
    public static LimitSuggestion? Of(IReadOnlyCollection<JudgedValue> judged, bool isAbove)
    {
        ArgumentNullException.ThrowIfNull(judged);
        var sign = isAbove ? 1 : -1;
        double[] rights = [.. judged.Where(static j => j.IsRight).Select(j => sign * j.Value).Order()];
        double[] wrongs = [.. judged.Where(static j => !j.IsRight).Select(j => sign * j.Value).Order()];
        if (judged.Count < LeastJudged || rights.Length == 0)
            return null;
        var spared = wrongs.Count(w => w < rights[0]);
        if (spared == 0 || spared < WorthShare * wrongs.Length)
            return null;
        const double half = 0.5;
        return new LimitSuggestion(sign * half * (wrongs[spared - 1] + rights[0]), spared, wrongs.Length, 0, rights.Length);
    }
}
