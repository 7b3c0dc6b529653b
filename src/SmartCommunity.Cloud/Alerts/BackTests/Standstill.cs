using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.BackTests;

/// <summary>
/// Tells by one quantity of a device when all of it may have stood still: a value that is another than the one before, and was looked at in its turn, says that it did not. Pure. It never says no where a rule
/// (<see cref="StillFold"/>) would have found a standstill; it may say yes where none was.
/// </summary>
internal static class Standstill
{
    /// <summary>Points tell to the minute when they were looked at: one that was nearly too late says nothing.</summary>
    private const long NotLateMs = MeasuredFold.LateMs - 60_000;

    /// <summary>True when a stretch without a change, of at least some length, reaches into a stretch of days.</summary>
    /// <param name="days">The quantity's points of the stretch before, the stretch and the one after, each in order of time.</param>
    /// <param name="beginMs">The stretch's begin.</param>
    /// <param name="endMs">Its end.</param>
    /// <param name="sinceMs">From when on standstill counts: the begin of all, or so long before the stretch that a longer time does not matter.</param>
    /// <param name="untilMs">Until when: the end of all, or so long after it.</param>
    /// <param name="stretchMs">The length.</param>
    internal static bool IsPossible(IReadOnlyList<SeriesPoint>[] days, long beginMs, long endMs, long sinceMs, long untilMs, long stretchMs)
    {
        // Backwards: whether a point was looked at in its turn, the points after it say.
        var (value, firstMs, changedMs, receivedMs) = (double.NaN, untilMs, untilMs, long.MaxValue);
        for (var (day, i) = Before(days, days.Length, 0); day >= 0; (day, i) = Before(days, day, i))
        {
            var point = days[day][i];
            if (point.AtMs >= untilMs)
                continue;
            if (point.AtMs < sinceMs)
                break;
            var says = point.Value != 0 && point.ReceivedAtMs <= receivedMs && point.ReceivedAtMs - point.AtMs <= NotLateMs && point.Quality.Counts();
            receivedMs = Math.Min(receivedMs, point.ReceivedAtMs);
            if (!says)
                continue;
            if (!double.IsNaN(value) && point.Value != value)
            {
                if (point.AtMs < endMs && changedMs > beginMs && changedMs - point.AtMs >= stretchMs)
                    return true;
                changedMs = firstMs;
            }

            (value, firstMs) = (point.Value, point.AtMs);
        }

        return changedMs > beginMs && changedMs - sinceMs >= stretchMs;
    }

    /// <summary>Place of the point before; day −1: there is none.</summary>
    private static (int Day, int Place) Before(IReadOnlyList<SeriesPoint>[] days, int day, int place)
    {
        while (place == 0 && day > 0)
            place = days[--day].Count;
        return place == 0 ? (-1, 0) : (day, place - 1);
    }
}
