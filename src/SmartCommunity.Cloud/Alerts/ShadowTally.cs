using MessagePack;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>
/// What rules in shadow would have raised: how many a day for each rule, and the latest of them. Part of a community's state, so it follows from the log like alerts do; changed only by
/// <see cref="AlertFold"/>. Bounded; not thread-safe.
/// </summary>
internal sealed class ShadowTally
{
    /// <summary>The latest kept: what somebody reads before deciding about a rule.</summary>
    internal const int MaxLatest = 200;

    /// <summary>Days whose counts are kept: the month a rule is judged by, and the day that goes on.</summary>
    internal const int MaxDays = 31;

    /// <summary>The latest, oldest first.</summary>
    internal List<ShadowAlert> Latest { get; } = [];

    /// <summary>How many were raised, by rule and day number.</summary>
    internal SortedDictionary<(string Rule, int Day), int> Counts { get; } = new(Comparer<(string Rule, int Day)>.Create(
        static (x, y) => string.CompareOrdinal(x.Rule, y.Rule) is not 0 and var order ? order : x.Day.CompareTo(y.Day)));

    /// <summary>Counts it; null: it is one that was counted.</summary>
    internal ShadowAlert? Raise(in AlertFold.Cause cause, long nowMs)
    {
        var (rule, subject) = (cause.Rule.Id, cause.Subject);
        var known = Latest.FindLastIndex(s => s.Rule == rule && s.Subject == subject);
        // A latched event told again is the same; what holds is raised again under itself.
        if (known >= 0 && (cause.Rule.IsLatched || Latest[known].EndedAtMs == 0))
        {
            Latest[known] = Latest[known] with { Occurrences = Latest[known].Occurrences + 1 };
            return null;
        }

        var added = new ShadowAlert(rule, subject, cause.Device, cause.Place, (int)cause.Rule.Priority, nowMs, 0, 1, cause.Reason.Quantity, cause.Reason.Value, cause.Reason.Limit, cause.Reason.AtMs);
        Latest.Add(added);
        if (Latest.Count > MaxLatest)
            Latest.RemoveAt(0);
        var today = ChinaTime.DayOf(nowMs).DayNumber;
        Counts[(rule, today)] = Counts.GetValueOrDefault((rule, today)) + 1;
        foreach (var old in Counts.Keys.Where(k => k.Day <= today - MaxDays).ToArray())
            Counts.Remove(old);
        return added;
    }

    internal void End(string rule, string subject, long nowMs)
    {
        var known = Latest.FindLastIndex(s => s.Rule == rule && s.Subject == subject && s.EndedAtMs == 0);
        if (known >= 0)
            Latest[known] = Latest[known] with { EndedAtMs = nowMs };
    }

    /// <summary>Other rules come in force: what held under the old ones is over.</summary>
    internal void EndAll(long nowMs)
    {
        for (var i = 0; i < Latest.Count; i++)
            Latest[i] = Latest[i] with { EndedAtMs = Latest[i].EndedAtMs == 0 ? nowMs : Latest[i].EndedAtMs };
    }
}

/// <summary>An alert that a rule in shadow would have raised. Keys are positions in an array; only ever append.</summary>
/// <param name="Rule">Rule id.</param>
/// <param name="Subject">As of an alert.</param>
/// <param name="Device">The device; empty: a home or a gateway.</param>
/// <param name="Place">The place's twin id; empty: the community.</param>
/// <param name="Priority">1 to 3.</param>
/// <param name="RaisedAtMs">When, epoch milliseconds.</param>
/// <param name="EndedAtMs">When it was over; 0: it holds, or is an event.</param>
/// <param name="Occurrences">How often it was raised meanwhile.</param>
/// <param name="Quantity">Quantity it rests on; empty: none.</param>
/// <param name="Value">Its value, or how long something lasted in seconds.</param>
/// <param name="Limit">What the rule allows.</param>
/// <param name="MeasuredAtMs">When it was measured.</param>
[MessagePackObject]
public sealed record ShadowAlert(
    [property: Key(0)] string Rule,
    [property: Key(1)] string Subject,
    [property: Key(2)] string Device,
    [property: Key(3)] string Place,
    [property: Key(4)] int Priority,
    [property: Key(5)] long RaisedAtMs,
    [property: Key(6)] long EndedAtMs,
    [property: Key(7)] int Occurrences,
    [property: Key(8)] string Quantity,
    [property: Key(9)] double Value,
    [property: Key(10)] double Limit,
    [property: Key(11)] long MeasuredAtMs);

/// <summary>Snapshot layout: how many a rule in shadow raised on a day.</summary>
[MessagePackObject]
public sealed record ShadowCount([property: Key(0)] string Rule, [property: Key(1)] int Day, [property: Key(2)] int Count);

/// <summary>Snapshot layout: <see cref="ShadowTally"/>.</summary>
[MessagePackObject]
public sealed record ShadowTallyRecord([property: Key(0)] ShadowAlert[] Latest, [property: Key(1)] ShadowCount[] Counts)
{
    internal static ShadowTallyRecord Of(ShadowTally tally) => new([.. tally.Latest], [.. tally.Counts.Select(static c => new ShadowCount(c.Key.Rule, c.Key.Day, c.Value))]);

    internal void FillInto(ShadowTally tally)
    {
        tally.Latest.AddRange(Latest);
        foreach (var count in Counts)
            tally.Counts[(count.Rule, count.Day)] = count.Count;
    }
}
