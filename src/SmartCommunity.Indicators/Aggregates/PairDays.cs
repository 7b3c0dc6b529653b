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
}

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

    internal SortedDictionary<string, StateFollower> States { get; } = new(StringComparer.Ordinal);

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
    }

    internal long Overflow { get; private set; }

    internal void Trim(int day)
    {
        Firsts.Trim(day);
        Followers.Trim(day);
    }

    internal PairTotals Totals(long fromMs, long toMs)
    {
        var startMs = fromMs - Leaf.LimitMs;
        var followers = FollowersOf(startMs, toMs);
        var tied = Leaf.StepHashes.Length > 0 || Leaf.Field is not null;
        if (tied)
            followers.Sort(static (a, b) => (a.Key, a.AtMs).CompareTo((b.Key, b.AtMs)));
        var next = 0;
        long events = 0;
        long followed = 0;
        long lastAtMs = 0;
        var firsts = Emptied(ref _firstsOfWindow);
        Firsts.Range(startMs, toMs, firsts);
        foreach (var first in firsts)
        {
            var answer = tied ? AnswerTied(first, followers, toMs) : AnswerNext(first, followers, ref next, toMs);
            if (first.AtMs < fromMs || answer is null)
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
        foreach (var state in States.Values)
        {
            Changes(state, int.MaxValue, entry =>
            {
                if (entry.AtMs >= fromMs && entry.AtMs < toMs)
                    followers.Add(entry);
            });
        }

        followers.Sort();
        return followers;
    }

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
                var now = day.Values[n] == Leaf.ThenState;
                if (now && isIn == false)
                    found(new PairEntry(startMs + day.WithinMs[n], state.Id, Leaf.Field is null ? 0 : state.Id));
                isIn = now;
            }
        }

        return isIn;
    }
}
