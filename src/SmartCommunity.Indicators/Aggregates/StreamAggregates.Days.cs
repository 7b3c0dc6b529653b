namespace SmartCommunity.Indicators.Aggregates;

/// <summary>The end of days, and what comes after it.</summary>
public sealed partial class StreamAggregates
{
    /// <summary>
    /// Most measurements and events of closed days that are kept one by one until the next day closes: a night of one device, in at most some 75 kB. Up to there one that comes again counts once; a back-fill
    /// of many days is a hundred times as much.
    /// </summary>
    internal const int MostLate = 500;

    /// <summary>More of them for each device within the hour: settling walks all devices, and so costs a measurement the same in a community of any size.</summary>
    internal const int MostLateOfDevice = 10;

    /// <summary>Additions of one entry of the log, by device and day, for which room is kept.</summary>
    private const int UsualAdditions = 64;

    /// <summary>
    /// To be called at times that follow from the log, as when an hour ended: what came late to closed days is packed with them, which no answer shows. Where it is more than <see cref="MostLate"/>, its single
    /// measurements and events are forgotten as if its days closed now: one that comes again counts again.
    /// </summary>
    public void Settle()
    {
        if (CountLate() > MostLate)
            Close();
        Pack();
    }

    /// <summary>
    /// To be called after an entry that added to closed days: a back-fill of weeks settles on the way, not only with the hour, whenever it comes to more than <see cref="MostLate"/> and
    /// <see cref="MostLateOfDevice"/> of each device of the community.
    /// </summary>
    public void SettleBulk(int devices)
    {
        var most = MostLate + (MostLateOfDevice * devices);
        if (_lateAtMost <= most)
            return;
        _lateAtMost = CountLate();
        if (_lateAtMost <= most)
            return;
        Close();
        Pack();
    }

    /// <summary>Packs what came late to closed days with them.</summary>
    private void Pack()
    {
        foreach (var leaf in _leaves)
        {
            if (leaf is UptimeDays uptimes)
                uptimes.Close(_openFromDay);
            if (leaf is SampleDays samples)
                samples.Settle();
        }

        foreach (var series in _series.Values)
            series.Register?.Settle();
    }

    /// <summary>Single measurements and events of closed days.</summary>
    private int CountLate()
    {
        var late = 0;
        foreach (var entry in _ledger.Values)
            late += ChinaDays.Of(entry.AtMs) < _openFromDay ? 1 : 0;
        foreach (var series in _series.Values)
        {
            for (var i = 0; i < (series.Open?.Days.Count ?? 0) && series.Open!.Days.DayAt(i) < _openFromDay; i++)
                late += series.Open.Days.ItemAt(i).Count;
        }

        return late;
    }

    private void Close()
    {
        foreach (var leaf in _leaves)
        {
            if (leaf is EventDays events)
                events.Close(_openFromDay);
            if (leaf is PairDays pairs)
                pairs.Close(_openFromDay);
            if (leaf is UptimeDays uptimes)
                uptimes.Close(_openFromDay);
        }

        foreach (var series in _series.Values)
            series.Open?.Days.Trim(_openFromDay);
        foreach (var (id, entry) in _ledger.ToList())
        {
            if (ChinaDays.Of(entry.AtMs) < _openFromDay)
                _ledger.Remove(id);
        }

        _ledger.TrimExcess();
        _lateAtMost = 0;
    }

    private void Trim()
    {
        foreach (var leaf in _plan.Leaves)
        {
            var oldest = _today - leaf.KeptDays + 1;
            if (_leaves[leaf.Index] is SampleDays samples)
                samples.Trim(oldest);
            if (_leaves[leaf.Index] is EventDays events)
                events.Trim(oldest);
            if (_leaves[leaf.Index] is PairDays pairs)
                pairs.Trim(oldest);
            if (_leaves[leaf.Index] is UptimeDays uptimes)
                uptimes.Trim(oldest);
        }

        foreach (var (key, series) in _series)
            series.Register?.Trim(_today - _plan.KeptRegisterDays.GetValueOrDefault(key.Quantity) + 1);
        _series.TrimExcess();
    }
}
