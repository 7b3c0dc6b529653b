using System.Globalization;
using System.Text.Json;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Indicators.Aggregates;

/// <summary>A device as selectors see it.</summary>
public sealed record RawDevice(string Id, DeviceClass Class, IReadOnlyList<string> Facilities, IReadOnlyList<string> Feeds);

/// <summary>A measurement as it came.</summary>
public sealed record RawMeasurement(RawDevice Device, string Quantity, long AtMs, double Value, Quality Quality);

/// <summary>An event as it came.</summary>
public sealed record RawEvent(RawDevice Device, string Type, string Id, long AtMs, string Data);

/// <summary>A step as it came.</summary>
public sealed record RawStep(string EventId, string Device, string Step, long AtMs);

/// <summary>
/// The same questions as <see cref="StreamAggregates"/>, answered out of lists of everything that came, the plainest way: the oracle. Sums are decimals, nothing is kept by day, nothing is cached.
/// </summary>
public sealed class RawAggregates : IWindowAggregates
{
    private const long Slot = 300_000;
    private const long Day = ChinaTime.DayMs;

    public List<RawMeasurement> Measurements { get; } = [];

    public List<RawEvent> RawEvents { get; } = [];

    public List<RawStep> Steps { get; } = [];

    public SampleTotals Samples(SampleSource leaf, long fromMs, long toMs)
    {
        var all = Counted(leaf.Devices, leaf.Quantity, fromMs, toMs).Where(m => Holds(leaf.Hours, m.AtMs)).ToList();
        var matched = all.Where(m => leaf.Where.All(c => c.Or.Prepend(c).Any(o => Compare(m.Value, o.Op, o.Number!.Value)))).ToList();
        return new SampleTotals(
            all.Count, matched.Count, (double)matched.Sum(static m => Round(m.Value)), all.Count == 0 ? 0 : all.Max(static m => m.AtMs), all.Select(static m => m.Device.Id).Distinct().Count());
    }

    public EventTotals Events(EventSource leaf, string? field, long fromMs, long toMs)
    {
        var all = Once().Where(e => e.AtMs >= fromMs && e.AtMs < DayEnd(toMs) && IsOf(leaf, e)).ToList();
        var matched = all.Where(e => leaf.Where.All(c => Holds(c, e))).ToList();
        var fields = field is null ? [] : matched.Select(e => FieldOf(e, field)).ToList();
        var numbers = fields.Where(static f => f.Number is not null).GroupBy(static f => f.Number!.Value).OrderBy(static g => g.Key).Select(static g => (g.Key, (long)g.Count())).ToList();
        var distinct = fields.Select(static f => f.Number is { } n ? $"n{n.ToString(CultureInfo.InvariantCulture)}" : f.Text is { } t ? $"t{t}" : null).OfType<string>().Distinct().Count();
        return new EventTotals(all.Count, matched.Count, numbers, distinct, all.Count == 0 ? 0 : all.Max(static e => e.AtMs));
    }

    public IReadOnlyList<DeviceDelta> Deltas(RegisterDelta leaf, long fromMs, long toMs)
    {
        var deltas = new List<DeviceDelta>();
        foreach (var device in Heard(leaf.Devices, leaf.Quantity, 0, DayEnd(toMs)).GroupBy(static m => m.Device.Id).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            var stayed = device.GroupBy(static m => ChinaTime.DayStartMs(m.AtMs)).OrderBy(static d => d.Key).SelectMany(static d => Stayed([.. d])).ToList();
            var inside = stayed.Where(m => m.AtMs >= fromMs).ToList();
            if (inside.Count == 0)
                continue;
            var walk = stayed.Where(m => m.AtMs < fromMs && m.AtMs >= fromMs - (7 * Day)).TakeLast(1).Concat(inside).ToList();
            long sum = 0;
            var resets = 0;
            foreach (var (last, next) in walk.Zip(walk.Skip(1)))
            {
                var (used, isReset) = RegisterStep.Between((double)Round(last.Value), (double)Round(next.Value));
                var millionths = (long)Math.Round(used * 1e6);
                sum += last.AtMs < fromMs ? (long)((Int128)millionths * (next.AtMs - fromMs) / (next.AtMs - last.AtMs)) : millionths;
                resets += isReset ? 1 : 0;
            }

            var isWhole = walk[0].AtMs <= fromMs + Day && walk[^1].AtMs >= toMs - Day;
            deltas.Add(new DeviceDelta(device.Key, sum / 1e6, isWhole, resets, walk[^1].AtMs));
        }

        return deltas;
    }

    public IReadOnlyList<DeviceUptime> Uptimes(Uptime leaf, long fromMs, long toMs)
    {
        var uptimes = new List<DeviceUptime>();
        foreach (var device in Heard(leaf.Devices, leaf.Quantity, 0, long.MaxValue).GroupBy(static m => m.Device.Id).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            var firstMs = ChinaTime.FloorTo(device.Min(static m => m.AtMs), Slot);
            if (firstMs >= toMs)
                continue;
            var slots = device.GroupBy(static m => ChinaTime.FloorTo(m.AtMs, Slot)).ToDictionary(static g => g.Key, g => StateOf(leaf, [.. g]));
            var hold = (int)Math.Clamp(Math.Ceiling(leaf.HoldIntervals * device.First().Device.Class.ReportInterval.TotalMilliseconds / Slot), 0, 288);
            var (inMs, knownMs) = (0L, 0L);
            for (var slot = fromMs; slot < toMs; slot += Slot)
            {
                var share = ShareOf(slots, slot, hold, toMs);
                var ms = Minutes(leaf.Hours, slot, Math.Min(slot + Slot, toMs));
                knownMs += share is null ? 0 : ms;
                inMs += share is 2 ? ms : share is 1 ? ms / 2 : 0;
            }

            var last = device.Where(m => m.AtMs >= fromMs && m.AtMs < DayEnd(toMs)).Select(static m => m.AtMs).DefaultIfEmpty().Max();
            uptimes.Add(new DeviceUptime(device.Key, inMs, knownMs, Minutes(leaf.Hours, Math.Max(fromMs, firstMs), toMs), last));
        }

        return uptimes;
    }

    public PairTotals Pairs(WithinSeconds leaf, long fromMs, long toMs)
    {
        var limitMs = (long)((leaf.Then.Steps.Count > 0 ? leaf.Then.Steps.Max(static s => s.Seconds) : leaf.Seconds) * 1000);
        var firsts = Once().Where(e => e.AtMs >= fromMs - limitMs && e.AtMs < toMs && IsOf(leaf.First, e) && leaf.First.Where.All(c => Holds(c, e)))
            .OrderBy(static e => e.AtMs).ToList();
        var followers = Followers(leaf).Where(f => f.AtMs >= fromMs - limitMs && f.AtMs < toMs).OrderBy(static f => f.AtMs).ToList();
        var (events, followed, lastAtMs) = (0L, 0L, 0L);
        foreach (var first in firsts)
        {
            var answer = leaf.Then.Steps.Count > 0 ? AllSteps(leaf, first, toMs)
                : leaf.Key is not null ? Tied(leaf, first, followers, limitMs, toMs)
                : Next(first, followers, limitMs, toMs);
            if (answer is null || first.AtMs < fromMs)
                continue;
            events++;
            followed += answer.Value ? 1 : 0;
            lastAtMs = first.AtMs;
        }

        return new PairTotals(events, followed, lastAtMs);
    }

    public IReadOnlyList<(DateOnly Day, double Mean)> DailyMeans(DeviceSelector devices, string quantity, long fromMs, long toMs) =>
        [.. Counted(devices, quantity, fromMs, toMs).GroupBy(static m => ChinaTime.DayOf(m.AtMs)).OrderBy(static d => d.Key)
            .Select(static d => (d.Key, (double)d.Sum(static m => Round(m.Value)) / d.Count()))];

    private bool? AllSteps(WithinSeconds leaf, RawEvent first, long toMs)
    {
        var answers = leaf.Then.Steps.Select(limit =>
        {
            var end = first.AtMs + (long)(limit.Seconds * 1000);
            var isDone = Steps.Any(s => s.EventId == first.Id && s.Device == first.Device.Id && s.Step == limit.Step && s.AtMs >= first.AtMs && s.AtMs <= end && s.AtMs < toMs);
            return isDone ? true : end < toMs ? false : default(bool?);
        }).ToList();
        return answers.Contains(false) ? false : answers.Contains(null) ? null : true;
    }

    private static bool? Tied(WithinSeconds leaf, RawEvent first, List<(long AtMs, string? Tie)> followers, long limitMs, long toMs)
    {
        var tie = TieOf(leaf, first);
        if (tie is not null && followers.Exists(f => f.Tie == tie && f.AtMs >= first.AtMs && f.AtMs <= first.AtMs + limitMs))
            return true;
        return first.AtMs + limitMs < toMs ? false : null;
    }

    private static bool? Next(RawEvent first, List<(long AtMs, string? Tie)> followers, long limitMs, long toMs)
    {
        var index = followers.FindIndex(f => f.AtMs >= first.AtMs);
        if (index >= 0 && followers[index].AtMs <= first.AtMs + limitMs)
        {
            followers.RemoveAt(index);
            return true;
        }

        return first.AtMs + limitMs < toMs ? false : null;
    }

    private IEnumerable<(long AtMs, string? Tie)> Followers(WithinSeconds leaf)
    {
        var devices = leaf.Then.Devices ?? new DeviceSelector([], [], [], []);
        foreach (var follower in Once().Where(e => leaf.Then.EventTypes.Contains(e.Type) && Matches(devices, e.Device)))
            yield return (follower.AtMs, TieOf(leaf, follower));
        if (leaf.Then.Quantity is not { } quantity)
            yield break;
        foreach (var device in Counted(devices, quantity, 0, long.MaxValue).GroupBy(static m => m.Device.Id))
        {
            var values = device.OrderBy(static m => m.AtMs).ToList();
            foreach (var (last, next) in values.Zip(values.Skip(1)))
            {
                if (next.Value == leaf.Then.State && last.Value != leaf.Then.State)
                    yield return (next.AtMs, device.Key);
            }
        }
    }

    private static string? TieOf(WithinSeconds leaf, RawEvent happened) =>
        leaf.Key is null ? null : FieldOf(happened, leaf.Key).Text ?? (leaf.Key == "eventId" ? happened.Id : leaf.Key == "device" ? happened.Device.Id : null);

    /// <summary>First, last, least and greatest of a day in order of time.</summary>
    private static IEnumerable<RawMeasurement> Stayed(List<RawMeasurement> day)
    {
        var first = day.OrderBy(static m => m.AtMs).ThenByDescending(static m => m.Value).First();
        var last = day.OrderByDescending(static m => m.AtMs).ThenByDescending(static m => m.Value).First();
        var least = day.OrderBy(static m => m.Value).ThenBy(static m => m.AtMs).First();
        var greatest = day.OrderByDescending(static m => m.Value).ThenByDescending(static m => m.AtMs).First();
        RawMeasurement[] between = [.. new[] { least, greatest }.OrderBy(static m => m.AtMs).ThenBy(static m => m.Value)];
        return new[] { first }.Concat(between).Append(last).DistinctBy(static m => (m.AtMs, m.Value));
    }

    private static int StateOf(Uptime leaf, List<RawMeasurement> slot)
    {
        var isIn = slot.Select(m => leaf.States.Count == 0 || leaf.States.Contains(m.Value) != leaf.Not).ToList();
        return isIn.All(static i => i) ? 2 : isIn.Any(static i => i) ? 1 : 0;
    }

    /// <summary>2 in the state, 0 in another, 1 half, null unknown.</summary>
    private static int? ShareOf(Dictionary<long, int> slots, long slot, int hold, long toMs)
    {
        if (slots.TryGetValue(slot, out var own))
            return own;
        for (var back = 1; back <= hold; back++)
        {
            if (!slots.TryGetValue(slot - (back * Slot), out var held))
                continue;
            if (held != 1)
                return held;
            for (var next = slot; next < Math.Min(ChinaTime.DayStartMs(slot) + Day, toMs); next += Slot)
            {
                if (slots.TryGetValue(next, out var pure) && pure != 1)
                    return pure;
            }

            return 1;
        }

        return null;
    }

    private static long Minutes(DailyHours? hours, long fromMs, long toMs)
    {
        if (hours is null)
            return Math.Max(0, toMs - fromMs);
        var sum = 0L;
        for (var minute = ChinaTime.FloorTo(fromMs, 60_000); minute < toMs; minute += 60_000)
            sum += Holds(hours, minute) ? Math.Min(toMs, minute + 60_000) - Math.Max(fromMs, minute) : 0;
        return sum;
    }

    private static bool Holds(DailyHours? hours, long atMs)
    {
        if (hours is null)
            return true;
        var clock = ChinaTime.From(atMs);
        var minute = (clock.Hour * 60) + clock.Minute;
        var overMidnight = hours.FromMinute > hours.ToMinute;
        var isMorning = overMidnight && minute < hours.ToMinute;
        var weekDay = ((int)(isMorning ? clock.AddDays(-1) : clock).DayOfWeek + 6) % 7;
        var isWithin = overMidnight ? minute >= hours.FromMinute || isMorning : minute >= hours.FromMinute && minute < hours.ToMinute;
        return isWithin && (hours.Days.Count == 0 || hours.Days.Contains(weekDay + 1));
    }

    /// <summary>One measurement a series and millisecond: the largest.</summary>
    private IEnumerable<RawMeasurement> Counted(DeviceSelector devices, string quantity, long fromMs, long toMs) =>
        Heard(devices, quantity, fromMs, DayEnd(toMs)).GroupBy(static m => (m.Device.Id, m.AtMs)).Select(static g => g.MaxBy(static m => m.Value)!);

    private IEnumerable<RawMeasurement> Heard(DeviceSelector devices, string? quantity, long fromMs, long toMs) =>
        Measurements.Where(m => (quantity is null || m.Quantity == quantity) && m.Quality.Counts() && m.AtMs >= fromMs && m.AtMs < toMs && Matches(devices, m.Device));

    /// <summary>Events by their id, at the earliest of their times.</summary>
    private IEnumerable<RawEvent> Once() => RawEvents.GroupBy(static e => (e.Device.Id, e.Type, e.Id)).Select(static g => g.MinBy(static e => e.AtMs)!);

    private static bool IsOf(EventSource leaf, RawEvent happened) => (leaf.Types.Count == 0 || leaf.Types.Contains(happened.Type)) && Matches(leaf.Devices, happened.Device);

    private static bool Matches(DeviceSelector devices, RawDevice device) =>
        (devices.Classes.Count == 0 || devices.Classes.Contains(device.Class.Code))
        && (devices.Domains.Count == 0 || devices.Domains.Contains(device.Class.Domain))
        && (devices.InFacilities.Count == 0 || devices.InFacilities.Intersect(device.Facilities).Any())
        && (devices.Feeds.Count == 0 || devices.Feeds.Intersect(device.Feeds).Any());

    private static bool Holds(Condition condition, RawEvent happened) => condition.Or.Prepend(condition).Any(c => IsMet(c, happened));

    private static bool IsMet(Condition condition, RawEvent happened)
    {
        var (number, text) = FieldOf(happened, condition.Field);
        if (condition.Number is { } limit)
            return number is { } value && Compare(value, condition.Op, limit);
        return text is not null && condition.Texts.Contains(text) == (condition.Op == CompareOp.Equal);
    }

    private static (double? Number, string? Text) FieldOf(RawEvent happened, string field)
    {
        using var data = JsonDocument.Parse(happened.Data);
        if (!data.RootElement.TryGetProperty(field, out var value))
            return default;
        return value.ValueKind switch
        {
            JsonValueKind.Number => (value.GetDouble(), value.GetDouble().ToString(CultureInfo.InvariantCulture)),
            JsonValueKind.String => (null, value.GetString()),
            JsonValueKind.True => (1, "true"),
            JsonValueKind.False => (0, "false"),
            _ => default,
        };
    }

    private static bool Compare(double left, CompareOp op, double right) => op switch
    {
        CompareOp.Equal => left == right,
        CompareOp.NotEqual => left != right,
        CompareOp.Less => left < right,
        CompareOp.LessOrEqual => left <= right,
        CompareOp.Greater => left > right,
        _ => left >= right,
    };

    private static decimal Round(double value) => Math.Round((decimal)value, 6);

    private static long DayEnd(long toMs) => toMs == long.MaxValue ? toMs : ChinaTime.DayStartMs(toMs - 1) + Day;
}
