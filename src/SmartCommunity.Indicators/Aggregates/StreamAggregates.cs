using System.Text.Json;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>
/// The history leaves of formulas, folded: what a window needs is kept by Asia/Shanghai day, and the measurements are forgotten. The same content gives the same answers and the same bytes
/// (<see cref="Write"/>) whatever the order in which it came, as long as its days are open; what closes a day, and what that forgets, is <see cref="Advance"/>.
/// </summary>
/// <remarks>
/// Not thread-safe: one per community, fed by its fold. Reads no clock. Adding a measurement whose day has its bucket allocates nothing; where single values are counted, room for 128 more at a time.
/// Windows are whole days: they begin with a day, and the day that holds the last instant before their end counts as far as it has been heard (a device's clock may be up to <see cref="AheadMs"/> ahead);
/// pairs and time in a state go by the very end.
/// </remarks>
public sealed partial class StreamAggregates : IWindowAggregates
{
    /// <summary>How far after the entry that brought it something may have happened, in milliseconds: five minutes. Later is a wrong clock and counts nowhere.</summary>
    public const long AheadMs = 300_000;

    /// <summary>Most events remembered of open days, over all leaves.</summary>
    private const int MostOpenEvents = 50_000;

    private readonly AggregatePlan _plan;
    private readonly object[] _leaves;
    private readonly SortedList<string, RegisterDays>[] _registers;
    private readonly SortedList<(string Device, string Quantity), SeriesDays> _series = new(SeriesOrder.Instance);
    private readonly Dictionary<ulong, LedgerEntry> _ledger = [];
    private readonly ulong[] _touched;
    private readonly Dictionary<(string Device, int Day), int> _closedAdditions = [];
    private long _writtenAtMs;
    private int _today = int.MinValue;
    private int _openFromDay;

    private int _lateAtMost; // Single measurements and events of closed days are no more: counting them walks all series.

    /// <summary>Aggregates that hold nothing yet.</summary>
    public StreamAggregates(AggregatePlan plan)
    {
        const int bitsPerWord = 64;
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _leaves = new object[plan.Count];
        _registers = new SortedList<string, RegisterDays>[plan.Count];
        _touched = new ulong[(plan.Count + bitsPerWord - 1) / bitsPerWord];
        foreach (var leaf in plan.Leaves)
        {
            _leaves[leaf.Index] = leaf switch
            {
                SampleLeaf samples => new SampleDays(samples),
                EventLeaf events => new EventDays(events),
                PairLeaf pairs => new PairDays(pairs),
                UptimeLeaf uptimes => new UptimeDays(uptimes),
                RegisterLeaf => _registers[leaf.Index] = new SortedList<string, RegisterDays>(StringComparer.Ordinal),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
    }

    /// <summary>Left out because their time lies too far ahead of the entry that brought them. Counted since this process began.</summary>
    public long RefusedAhead { get; private set; }

    /// <summary>Left out because no window reaches back to their day.</summary>
    public long RefusedOld { get; private set; }

    /// <summary>Left out because the device said they are wrong, its clock was, or the value cannot be counted.</summary>
    public long RefusedQuality { get; private set; }

    /// <summary>Left out because a day holds as many as it may.</summary>
    public long RefusedOverflow { get; private set; }

    /// <summary>
    /// To be called before what an entry brings is added. Days before <paramref name="closedBefore"/> close: their single measurements and events are forgotten, their totals stay, and what is added to
    /// them later is reported. Days no window reaches any more are dropped.
    /// </summary>
    /// <param name="writtenAtMs">When the entry was written, epoch milliseconds; an earlier one than before changes nothing.</param>
    /// <param name="closedBefore">First Asia/Shanghai day that is still open; an earlier one than before changes nothing.</param>
    public void Advance(long writtenAtMs, DateOnly closedBefore)
    {
        _writtenAtMs = Math.Max(_writtenAtMs, writtenAtMs);
        var openFrom = ChinaDays.Of(ChinaTime.StartMs(closedBefore));
        if (openFrom > _openFromDay)
        {
            _openFromDay = openFrom;
            Close();
        }

        var today = ChinaDays.Of(_writtenAtMs);
        if (today > _today)
        {
            _today = today;
            Trim();
        }
    }

    /// <summary>
    /// Adds a measurement of the device's <paramref name="slot"/>-th quantity. Of two of the same time the larger value counts (<see cref="SampleIntake"/>).
    /// Nothing is allocated when the day has its bucket.
    /// </summary>
    public void Add(AggregateTargets targets, int slot, long atMs, double value, Quality quality)
    {
        if (targets.Quantities[slot] is not { } target)
            return;
        if (!quality.Counts() || !ScaledValue.TryFrom(value, out var scaled))
        {
            RefusedQuality++;
            return;
        }

        var day = ChinaDays.Of(atMs);
        if (!IsInTime(atMs, day, target.Leaves.KeptDays))
            return;
        var withinMs = ChinaDays.Within(atMs, day);
        var isChange = target.Open is not null && AddSample(target, day, withinMs, scaled);
        var uptimes = target.Leaves.Uptimes;
        for (var i = 0; i < uptimes.Length; i++)
        {
            var leaf = uptimes[i];
            if (IsKept(leaf, day) && StateOf<UptimeDays>(leaf).Add(target.Devices[target.Leaves.Samples.Length + i], day, withinMs, leaf.IsIn(scaled)))
            {
                Touch(leaf.Index);
                isChange = true;
            }
        }

        if (target.Register is { } register && register.Add(day, withinMs, scaled))
        {
            foreach (var leaf in target.Leaves.Registers)
                Touch(leaf.Index);
            isChange = true;
        }

        if (isChange && day < _openFromDay)
            Report(targets.Device, day);
    }

    /// <summary>
    /// Adds an event. One that is said again under its id counts once, at the earliest of its times, as long as the day is open. <paramref name="dataJson"/> that is no JSON object has no fields.
    /// </summary>
    public void AddEvent(AggregateTargets targets, string type, string eventId, long atMs, string dataJson)
    {
        if (EventLeavesOf(targets, type) is not { } asked)
            return;
        var day = ChinaDays.Of(atMs);
        if (!IsInTime(atMs, day, asked.KeptDays))
            return;
        var id = TextHash.Of(targets.Device, type, eventId);
        var entry = new LedgerEntry(atMs, TextHash.Of(dataJson));
        if (_ledger.TryGetValue(id, out var known))
        {
            if (entry.CompareTo(known) >= 0)
                return;
            Retract(targets.Device, id, known.AtMs);
        }
        else if (_ledger.Count >= MostOpenEvents)
        {
            RefusedOverflow++;
            return;
        }

        _ledger[id] = entry;
        NoteLate(day);
        using var data = Parse(dataJson);
        var added = new AddedEvent(targets.Device, eventId, id, atMs, day, data?.RootElement ?? default);
        if (AddTo(asked, added) && day < _openFromDay)
            Report(targets.Device, day);
    }

    /// <summary>Adds what people did about an event: <c>acknowledged</c>, <c>onSite</c>, <c>followedUp</c>. Said twice at the same time it counts once.</summary>
    public void AddStep(string eventId, string device, string step, long atMs)
    {
        var day = ChinaDays.Of(atMs);
        var isChange = false;
        foreach (var leaf in _plan.Leaves)
        {
            if (leaf is not PairLeaf pairs || pairs.StepIndex(step) is not (>= 0 and var index) || !IsInTime(atMs, day, leaf.KeptDays))
                continue;
            var tie = EventTie(device, eventId) ^ pairs.StepHashes[index];
            isChange |= Took(pairs.Index, ((PairDays)_leaves[pairs.Index]).Followers.Add(new PairEntry(atMs, tie, tie)));
        }

        if (isChange && day < _openFromDay)
            Report(device, day);
    }

    /// <summary>Indexes of the leaves that changed since the last call, ascending.</summary>
    public IReadOnlyList<int> TakeTouched()
    {
        const int bitsPerWord = 64;
        var touched = new List<int>();
        for (var i = 0; i < _plan.Count; i++)
        {
            if ((_touched[i / bitsPerWord] >> (i % bitsPerWord) & 1) != 0)
                touched.Add(i);
        }

        Array.Clear(_touched);
        return touched;
    }

    /// <summary>What was added to closed days since the last call, by device, then day.</summary>
    public IReadOnlyList<ClosedDayAddition> TakeClosedDayAdditions()
    {
        if (_closedAdditions.Count == 0)
            return []; // As nearly always: it is asked after each entry of the log.
        var additions = _closedAdditions.OrderBy(static a => a.Key.Device, StringComparer.Ordinal).ThenBy(static a => a.Key.Day)
            .Select(static a => new ClosedDayAddition(a.Key.Device, ChinaDays.Date(a.Key.Day), a.Value)).ToList();
        _closedAdditions.Clear();
        _closedAdditions.TrimExcess(UsualAdditions);
        return additions;
    }

    private bool AddSample(QuantityTargets target, int day, int withinMs, long scaled)
    {
        var intake = target.Open!.Add(day, withinMs, scaled, out var replaced);
        if (intake == SampleIntake.Refused)
            RefusedOverflow++;
        if (intake is SampleIntake.Known or SampleIntake.Refused)
            return false;
        NoteLate(day);
        var (samples, followers) = (target.Leaves.Samples, target.Leaves.Followers);
        var isChange = followers.Length > 0;
        foreach (var leaf in followers)
            Touch(leaf.Index);
        for (var i = 0; i < samples.Length; i++)
        {
            var leaf = samples[i];
            if (!IsKept(leaf, day))
                continue;
            var days = StateOf<SampleDays>(leaf);
            var counts = intake == SampleIntake.Added ? days.Add(target.Devices[i], day, withinMs, scaled) : days.Replace(day, withinMs, replaced, scaled);
            if (!counts)
                continue;
            Touch(leaf.Index);
            isChange = true;
        }

        return isChange;
    }

    private bool IsInTime(long atMs, int day, int keptDays)
    {
        if (atMs > _writtenAtMs + AheadMs)
        {
            RefusedAhead++;
            return false;
        }

        if (day <= (long)_today - keptDays || atMs < ClockCheck.EarliestPlausibleMs)
        {
            RefusedOld++;
            return false;
        }

        return true;
    }

    private void NoteLate(int day)
    {
        if (day < _openFromDay)
            _lateAtMost++;
    }

    private void Touch(int leaf)
    {
        const int bitsPerWord = 64;
        _touched[leaf / bitsPerWord] |= 1UL << (leaf % bitsPerWord);
    }

    private void Report(string device, int day) => _closedAdditions[(device, day)] = _closedAdditions.GetValueOrDefault((device, day)) + 1;

    private static JsonDocument? Parse(string dataJson)
    {
        try
        {
            return JsonDocument.Parse(dataJson);
        }
        catch (JsonException)
        {
            // The event happened all the same; what it says about itself cannot be read.
            return null;
        }
    }
}

/// <summary>An event of an open day: of two times under one id the earlier stands, of two contents at one time the one with the smaller hash.</summary>
internal readonly record struct LedgerEntry(long AtMs, ulong DataHash) : IComparable<LedgerEntry>
{
    public int CompareTo(LedgerEntry other) => AtMs != other.AtMs ? AtMs.CompareTo(other.AtMs) : DataHash.CompareTo(other.DataHash);
}

/// <summary>Series by device, then quantity, ordinal.</summary>
internal sealed class SeriesOrder : IComparer<(string Device, string Quantity)>
{
    internal static SeriesOrder Instance { get; } = new();

    public int Compare((string Device, string Quantity) x, (string Device, string Quantity) y) =>
        string.CompareOrdinal(x.Device, y.Device) is not 0 and var order ? order : string.CompareOrdinal(x.Quantity, y.Quantity);
}
