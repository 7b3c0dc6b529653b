namespace SmartCommunity.Simulators.Behaviours;

/// <summary>What a person does.</summary>
internal enum Activity : byte
{
    Resting,
    Asleep,
    Active,
    Cooking,
    Eating,
    Bathroom,
    Shower,
    Away,
}

/// <summary>One stretch of a day, in minutes from midnight.</summary>
internal readonly record struct Stretch(int From, int To, Activity Activity);

/// <summary>A whole day in stretches without gaps, minute by minute. Immutable, so the devices of a home may share it.</summary>
internal sealed class DayPlan
{
    internal const int Minutes = 1440;
    private readonly ushort[] _starts;
    private readonly Activity[] _activities;

    internal DayPlan(long day, ReadOnlySpan<Activity> minutes)
    {
        Day = day;
        var count = 1;
        for (var i = 1; i < Minutes; i++)
            count += minutes[i] != minutes[i - 1] ? 1 : 0;
        _starts = new ushort[count];
        _activities = new Activity[count];
        for (int i = 0, next = 0; i < Minutes; i++)
        {
            if (i == 0 || minutes[i] != minutes[i - 1])
                (_starts[next], _activities[next++]) = ((ushort)i, minutes[i]);
        }
    }

    internal long Day { get; }

    internal int Count => _starts.Length;

    internal Stretch this[int index] => new(_starts[index], index + 1 < _starts.Length ? _starts[index + 1] : Minutes, _activities[index]);

    internal Activity At(double minute) => _activities[IndexOf(minute)];

    internal Stretch StretchAt(double minute) => this[IndexOf(minute)];

    /// <summary>Minutes of the day spent in an activity.</summary>
    internal int MinutesOf(Activity activity)
    {
        var sum = 0;
        for (var i = 0; i < Count; i++)
            sum += this[i].Activity == activity ? this[i].To - this[i].From : 0;
        return sum;
    }

    private int IndexOf(double minute)
    {
        var index = Array.BinarySearch(_starts, (ushort)Math.Clamp(minute, 0, Minutes - 1));
        return index >= 0 ? index : ~index - 1;
    }
}
