using System.Globalization;
using SmartCommunity.Simulators.Replay;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Fitting;

/// <summary>Four weeks of one resident (<c>kasteren_adl</c>): what he wrote down, and when the contacts in his home fired. Times are minutes since local midnight 1970-01-01.</summary>
internal sealed class RecordedResident
{
    internal const int Away = 1;
    internal const int Toilet = 4;
    internal const int ShowerTaken = 5;
    internal const int Sleep = 10;
    internal const int Breakfast = 13;
    internal const int Dinner = 15;
    internal const int Drink = 17;
    private const double LeastSleepMinutes = 120;
    private const double DayMinutes = Moment.MinutesPerDay;
    private const int Columns = 3;
    private const double MsPerMinute = 60_000;
    private const string TimeFormat = "dd-MMM-yyyy HH:mm:ss";

    /// <summary>How long a motion detector would have held.</summary>
    private const double HoldMinutes = 5;

    internal readonly record struct Entry(double From, double To, int Activity)
    {
        internal double Minutes => To - From;

        internal long Day => (long)(From / DayMinutes);

        /// <summary>Hour of the day it begins.</summary>
        internal double Hour => (From % DayMinutes) / 60;
    }

    private readonly Entry[] _diary;
    private readonly double[] _firings;

    private RecordedResident(Entry[] diary, double[] firings) => (_diary, _firings) = (diary, firings);

    internal int Entries => _diary.Length;

    internal int Firings => _firings.Length;

    /// <summary>Days of the diary, the first to the last.</summary>
    internal long FirstDay => _diary[0].Day;

    internal long LastDay => _diary.Max(e => e.Day);

    internal IEnumerable<Entry> Of(int activity) => _diary.Where(e => e.Activity == activity);

    internal IEnumerable<Entry> Nights => Of(Sleep).Where(e => e.Minutes > LeastSleepMinutes);

    internal static RecordedResident Read(string dataFolder)
    {
        var diary = File.ReadLines(Path.Combine(dataFolder, "kasteren_adl", "kasterenActData.txt"))
            .Select(line => line.TrimEnd().Split('\t')).Where(IsEntry)
            .Select(c => new Entry(MinuteOf(c[0]), MinuteOf(c[1]), int.Parse(c[2], CultureInfo.InvariantCulture))).ToArray();
        var firings = ((SingleResident)Recording.Open(dataFolder, ReplayDataset.SingleResident)).Transitions()
            .Where(m => m.Values.Contains(1)).Select(m => (m.AtMs / MsPerMinute) + 60).ToArray();
        return new RecordedResident(diary, firings);
    }

    /// <summary>Share of each hour of each day spent in an activity (sleep or away).</summary>
    internal HourSamples ShareOf(int activity)
    {
        var samples = new HourSamples();
        var entries = Of(activity).ToArray();
        for (var day = FirstDay + 1; day < LastDay; day++)
        {
            for (var hour = 0; hour < HourSamples.Hours; hour++)
            {
                var from = (day * DayMinutes) + (hour * 60);
                samples.Add(hour, entries.Sum(e => Math.Max(0, Math.Min(e.To, from + 60) - Math.Max(e.From, from))) / 60);
            }
        }

        return samples;
    }

    /// <summary>By hour and day, how many holds of five minutes (0 to 12) saw a contact fire.</summary>
    internal HourSamples ActiveHolds()
    {
        var holds = _firings.Select(f => (long)(f / HoldMinutes)).ToHashSet();
        var samples = new HourSamples();
        const int HoldsPerHour = 12;
        for (var day = FirstDay + 1; day < LastDay; day++)
        {
            for (var hour = 0; hour < HourSamples.Hours; hour++)
            {
                var first = (long)(((day * DayMinutes) + (hour * 60)) / HoldMinutes);
                samples.Add(hour, Enumerable.Range(0, HoldsPerHour).Count(i => holds.Contains(first + i)));
            }
        }

        return samples;
    }

    /// <summary>Hours awake at home from the first day to the last.</summary>
    internal double AwakeHomeHours()
    {
        var (from, to) = (FirstDay * DayMinutes, LastDay * DayMinutes);
        var elsewhere = _diary.Where(e => e.Activity is Sleep or Away).Sum(e => Math.Max(0, Math.Min(e.To, to) - Math.Max(e.From, from)));
        return (to - from - elsewhere) / 60;
    }

    /// <summary>Share of the five-minute holds, awake at home and with nothing in the diary, in which a contact fires.</summary>
    internal double RestingChance()
    {
        var holds = _firings.Select(f => (long)(f / HoldMinutes)).ToHashSet();
        var (fired, all) = (0, 0);
        for (var at = FirstDay * DayMinutes; at < LastDay * DayMinutes; at += HoldMinutes)
        {
            if (_diary.Any(e => e.From < at + HoldMinutes && e.To > at))
                continue;
            all++;
            fired += holds.Contains((long)(at / HoldMinutes)) ? 1 : 0;
        }

        return (double)fired / all;
    }

    private static bool IsEntry(string[] cells) => cells.Length == Columns && DateTime.TryParseExact(cells[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static double MinuteOf(string text) => (DateTime.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalMinutes;
}
