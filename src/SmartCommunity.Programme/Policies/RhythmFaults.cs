namespace SmartCommunity.Programme.Policies;

/// <summary>What is wrong with the days and hours of lists and bulletins.</summary>
internal static class RhythmFaults
{
    /// <summary>The last day every month has.</summary>
    private const int LastDayOfAll = 28;

    private const int LastHour = 23, MaxPoints = 100;

    public static IEnumerable<string> Of(RhythmPolicy rhythm)
    {
        if (rhythm.HalfMonthDays.Count == 0)
            yield return "rhythm.halfMonthDays: none is named.";
        foreach (var day in rhythm.HalfMonthDays.Where(d => d is < 1 or > LastDayOfAll))
            yield return $"rhythm.halfMonthDays: {day} is outside 1 to {LastDayOfAll}, the days every month has.";
        if (rhythm.BulletinHour is < 0 or > LastHour)
            yield return $"rhythm.bulletinHour: {rhythm.BulletinHour} is outside 0 to {LastHour}.";
        if (!(rhythm.ScoreDropPoints is > 0 and <= MaxPoints))
            yield return $"rhythm.scoreDropPoints: {rhythm.ScoreDropPoints} is not above 0 and at most {MaxPoints}.";
    }
}
