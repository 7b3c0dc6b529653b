namespace SmartCommunity.Anomaly.Rules;

/// <summary>A part of the day, Asia/Shanghai. May reach over midnight.</summary>
/// <param name="From">Minute of the day at which it begins, 0 to 1439.</param>
/// <param name="To">Minute at which it is over; not <paramref name="From"/>.</param>
public sealed record DayWindow(int From, int To)
{
    /// <summary>True when a minute of the day is in it.</summary>
    public bool Contains(int minute) => From < To ? minute >= From && minute < To : minute >= From || minute < To;
}
