namespace SmartCommunity.Indicators.Aggregates;

/// <summary>A device's measurements that may be followers: its open values, and the state the last closed day left it in.</summary>
internal sealed class StateFollower(string device)
{
    internal string Device { get; } = device;

    /// <summary>Hash of the device, as followers name it.</summary>
    internal ulong Id { get; } = TextHash.Of(device);

    /// <summary>Whether its last value of a closed day was in the state; null = none known.</summary>
    internal bool? Carry { get; set; }

    /// <summary>Its open values; null until it is subscribed.</summary>
    internal OpenSamples? Samples { get; set; }

    /// <summary>Changes into the state in open days, as they were told apart last, and out of what.</summary>
    internal OpenChanges Known { get; set; }
}

/// <summary>Times of changes into the state, and what they were told apart out of: as long as that is the same, so are they.</summary>
internal readonly record struct OpenChanges(long[]? AtMs, OpenSamples? Samples, int Version, bool? Carry, int OpenFromDay);

/// <summary>What the events before an instant came to, which nothing that is still open can change, and where followers go on: the first that is not taken, and how many of its time are.</summary>
internal readonly record struct SettledPairs(long FromMs, long UntilMs, PairTotals Totals, long NextAtMs, int Taken);

/// <summary>
/// Events of a leaf and what followed them. Both are kept one by one for the whole window: a follower a day late still finds its event.
/// </summary>
/// <remarks>
/// A quantity follows when a device <em>takes</em> the state: its value is in the state and the one before, in order of time, was known and was not. Changes are told apart out of the open days' values and
/// kept when their day closes; a measurement that comes after its day closed changes none.
/// Without a key followers are taken in order of time, each for the earliest event that is still open; an event and its follower may have the same millisecond, and the limit counts in. Matching begins one
/// limit before the window, so that a follower that belongs to an earlier event is not taken for one of the window.
/// </remarks>
internal sealed class PairDays(PairLeaf leaf)
{
    // A month of a busy gate is large enough for the large object heap: each thread has its lists, filled anew for every question.
    [ThreadStatic]
    private static List<PairEntry>? _firstsOfWindow;

    [ThreadStatic]
    private static List<PairEntry>? _followersOfWindow;

    internal PairLeaf Leaf { get; } = leaf;

    internal PairEntries Firsts { get; } = new();

    internal PairEntries Followers { get; } = new();

    internal SortedList<string, StateFollower> States { get; } = new(StringComparer.Ordinal);

    private SettledPairs? _settled;

    private bool IsTied => Leaf.StepHashes.Length > 0 || Leaf.Field is not null;

    /// <summary>Days before this are closed.</summary>
    internal int OpenFromDay { get; set; }

    internal StateFollower StateOf(string device)
    {
        if (!States.TryGetValue(device, out var state))
            States[device] = state = new StateFollower(device);
        return state;
    }

    /// <summary>Changes of the closing days are kept.</summary>
    internal void Close(int beforeDay)
    {
        foreach (var state in States.Values)
        {
            state.Carry = Changes(state, beforeDay, entry =>
            {
                if (Followers.Add(entry) is null)
                    Overflow++;
            });
        }

        Firsts.Close(beforeDay);
        Followers.Close(beforeDay);
        OpenFromDay = Math.Max(OpenFromDay, beforeDay);
        _settled = null;
    }

    internal long Overflow { get; private set; }

    internal void Trim(int day)
    {
        Firsts.Trim(day);
        Followers.Trim(day);
        _settled = null;
    }

    internal PairTotals Totals(long fromMs, long toMs)
    {
        var openMs = ChinaDays.StartMs(OpenFromDay);
        var settled = new SettledPairs(fromMs, fromMs - Leaf.LimitMs, default, fromMs - Leaf.LimitMs, 0);
        // Events one limit before the first open day are decided by closed days alone, unless something came late to those.
        if (toMs >= openMs && openMs - Leaf.LimitMs > settled.UntilMs && Firsts.IsOpenFrom(openMs) && Followers.IsOpenFrom(openMs))
            settled = _settled is { } kept && kept.FromMs == fromMs && kept.UntilMs == openMs - Leaf.LimitMs ? kept : (_settled = Settle(settled, openMs)).Value;
        var followers = FollowersOf(IsTied ? settled.UntilMs : settled.NextAtMs, toMs);
        var next = settled.Taken;
        return Match(settled, followers, ref next, toMs, toMs);
    }

    /// <summary>Matches what happened up to one limit before the open days.</summary>
    private SettledPairs Settle(SettledPairs start, long openMs)
    {
        var followers = Emptied(ref _followersOfWindow);
        Followers.Range(start.UntilMs, openMs, followers);
        var next = 0;
        var totals = Match(start, followers, ref next, openMs - Leaf.LimitMs, openMs);
        var taken = next;
        while (taken > 0 && next < followers.Count && followers[taken - 1].AtMs == followers[next].AtMs)
            taken--;
        return new SettledPairs(start.FromMs, openMs - Leaf.LimitMs, totals, next < followers.Count ? followers[next].AtMs : openMs, next < followers.Count ? next - taken : 0);
    }

    /// <summary>Goes on with the events from <see cref="SettledPairs.UntilMs"/> up to, without, an instant; which of them are decided follows from <paramref name="toMs"/>.</summary>
    private PairTotals Match(in SettledPairs settled, List<PairEntry> followers, ref int next, long untilMs, long toMs)
    {
        if (IsTied)
            followers.Sort(static (a, b) => (a.Key, a.AtMs).CompareTo((b.Key, b.AtMs)));
        var (events, followed, lastAtMs) = settled.Totals;
        var firsts = Emptied(ref _firstsOfWindow);
        Firsts.Range(settled.UntilMs, untilMs, firsts);
        foreach (var first in firsts)
        {
            var answer = IsTied ? AnswerTied(first, followers, toMs) : AnswerNext(first, followers, ref next, toMs);
            if (first.AtMs < settled.FromMs || answer is null)
                continue;
            events++;
            followed += answer.Value ? 1 : 0;
            lastAtMs = first.AtMs;
        }

        return new PairTotals(events, followed, lastAtMs);
    }

    /// <summary>Takes the next follower that is not before the event: an earlier one found no open event, or it would have been taken.</summary>
    private bool? AnswerNext(PairEntry first, List<PairEntry> followers, ref int next, long toMs)
    {
        while (next < followers.Count && followers[next].AtMs < first.AtMs)
            next++;
        if (next < followers.Count && followers[next].AtMs <= first.AtMs + Leaf.LimitMs)
        {
            next++;
            return true;
        }

        return first.AtMs + Leaf.LimitMs < toMs ? false : null;
    }

    private bool? AnswerTied(PairEntry first, List<PairEntry> followers, long toMs)
    {
        if (Leaf.StepHashes.Length == 0)
            return Has(first, first.Key, Leaf.LimitMs, followers) ? true : first.AtMs + Leaf.LimitMs < toMs ? false : null;
        var isOpen = false;
        for (var step = 0; step < Leaf.StepHashes.Length; step++)
        {
            var limitMs = Leaf.StepLimitsMs[step];
            if (Has(first, first.Key ^ Leaf.StepHashes[step], limitMs, followers))
                continue;
            if (first.AtMs + limitMs < toMs)
                return false;
            isOpen = true;
        }

        return isOpen ? null : true;
    }

    private static bool Has(PairEntry first, ulong key, long limitMs, List<PairEntry> followers)
    {
        if (first.Key == 0)
            return false;
        var (low, high) = (0, followers.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if ((followers[middle].Key, followers[middle].AtMs).CompareTo((key, first.AtMs)) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low < followers.Count && followers[low].Key == key && followers[low].AtMs <= first.AtMs + limitMs;
    }

    private static List<PairEntry> Emptied(ref List<PairEntry>? list)
    {
        list ??= [];
        list.Clear();
        return list;
    }

    private List<PairEntry> FollowersOf(long fromMs, long toMs)
    {
        var followers = Emptied(ref _followersOfWindow);
        Followers.Range(fromMs, toMs, followers);
        if (States.Count == 0)
            return followers;
        var closed = followers.Count;
        for (var i = 0; i < States.Count; i++)
        {
            var state = States.GetValueAtIndex(i);
            foreach (var atMs in OpenChangesOf(state))
            {
                if (atMs >= fromMs && atMs < toMs)
                    followers.Add(EntryOf(state, atMs));
            }
        }

        if (followers.Count > closed)
            followers.Sort();
        return followers;
    }

    private long[] OpenChangesOf(StateFollower state)
    {
        var known = state.Known;
        var now = new OpenChanges(known.AtMs, state.Samples, state.Samples?.Version ?? 0, state.Carry, OpenFromDay);
        if (known.AtMs is not null && known == now)
            return known.AtMs;
        var changes = new List<long>();
        Changes(state, int.MaxValue, entry => changes.Add(entry.AtMs));
        state.Known = now with { AtMs = [.. changes] };
        return state.Known.AtMs!;
    }

    private PairEntry EntryOf(StateFollower state, long atMs) => new(atMs, state.Id, Leaf.Field is null ? 0 : state.Id);

    /// <summary>Tells every change into the state in open days before <paramref name="beforeDay"/>; returns the state they end in.</summary>
    private bool? Changes(StateFollower state, int beforeDay, Action<PairEntry> found)
    {
        var isIn = state.Carry;
        if (state.Samples is not { } samples)
            return isIn;
        for (var i = samples.Days.FirstFrom(OpenFromDay); i < samples.Days.Count && samples.Days.DayAt(i) < beforeDay; i++)
        {
            ref readonly var day = ref samples.Days.ItemAt(i);
            var startMs = ChinaDays.StartMs(samples.Days.DayAt(i));
            for (var n = 0; n < day.Count; n++)
            {
                var now = day.ValueAt(n) == Leaf.ThenState;
                if (now && isIn == false)
                    found(EntryOf(state, startMs + day.WithinMsAt(n)));
                isIn = now;
            }
        }

        return isIn;
    }
}
