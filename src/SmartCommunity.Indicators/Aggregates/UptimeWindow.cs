namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Time of a device in whole days.</summary>
internal readonly record struct UptimeTime(long InStateMs, long KnownMs, long LastAtMs);

/// <summary>
/// What the whole days of the window that was asked for last came to, for each device of a leaf: while the window stands only its last, partial day is computed. A device is forgotten when something in those
/// days changes.
/// </summary>
internal sealed class UptimeWindow
{
    private const long Unknown = -1;

    private UptimeTime[] _times = [];
    private int _fromDay = int.MaxValue;
    private int _endDay = int.MinValue;

    /// <summary>From now on it is about these days, for so many devices.</summary>
    internal void Set(int fromDay, int endDay, int devices)
    {
        var known = _times.Length;
        if (known < devices)
            Array.Resize(ref _times, devices);
        if (fromDay != _fromDay || endDay != _endDay)
            known = 0;
        _times.AsSpan(known).Fill(new UptimeTime(Unknown, 0, 0));
        (_fromDay, _endDay) = (fromDay, endDay);
    }

    /// <summary>The device's time; false: it has to be computed and kept in its place.</summary>
    internal bool TryGet(int device, out UptimeTime time)
    {
        time = _times[device];
        return time.InStateMs != Unknown;
    }

    internal void Keep(int device, in UptimeTime time) => _times[device] = time;

    internal void Forget(int device)
    {
        if (device < _times.Length)
            _times[device] = new UptimeTime(Unknown, 0, 0);
    }

    /// <summary>Something of the day changed.</summary>
    internal void Forget(int device, int day)
    {
        // A state may reach into the next day, not further; a day before the window reaches into its first.
        if (day < _endDay && day >= _fromDay - 1)
            Forget(device);
    }

    /// <summary>Days before this are gone.</summary>
    internal void Trim(int beforeDay)
    {
        if (beforeDay >= _fromDay)
            _fromDay = int.MaxValue;
    }
}
