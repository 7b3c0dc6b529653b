using System.Buffers;
using System.Globalization;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Tests.Cloud.Scoring;

public sealed class ScoringFoldTests
{
    private const long TickMs = 10 * ScoredLog.MinuteMs;

    private static int Days => Environment.GetEnvironmentVariable("SMARTCOMMUNITY_LONG") == "1" ? 31 : 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_restart_at_any_cut_gives_the_same_bytes_scores_and_snapshots(int seed)
    {
        var random = new Random(seed);
        var entries = Life(random, Days).Entries;
        var cuts = Enumerable.Range(0, 12).Select(_ => (long)random.Next(1, entries.Count)).ToArray();

        var whole = ScoredLog.Keep(entries);
        var cut = ScoredLog.Keep(entries, cuts);

        Assert.NotEmpty(whole.Records);
        Assert.Equal([], whole.Records.Zip(cut.Records).Where(p => p.First != p.Second).Take(1).Select(p => $"{p.First} / {p.Second} cuts {string.Join(",", cuts.Order())}"));
        Assert.Equal(whole.Records, cut.Records);
        Assert.Equal(whole.Snapshots.Select(Key), cut.Snapshots.Select(Key));
        Assert.Equal(CommunitySnapshot.Write(whole.State), CommunitySnapshot.Write(cut.State));
    }

    [Fact]
    public void Every_recorded_score_re_derives_from_the_log_alone_in_any_culture()
    {
        var random = new Random(3);
        var entries = Life(random, Days).Entries;
        var (_, records, _) = ScoredLog.Keep(entries);
        var asked = Enumerable.Range(0, Days > 3 ? 10_000 : 300).Select(_ => records[random.Next(records.Count)]).ToHashSet();

        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal([], Rederive(entries, asked));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Late_data_makes_a_numbered_revision_that_equals_the_number_in_time_and_the_old_one_stays()
    {
        var lateDayMs = ScoredLog.T0 + ScoredLog.DayMs;
        ScoredLog Log(bool isLate)
        {
            var log = Life(new Random(5), days: 2);
            for (var i = 0; i < 20 && !isLate; i++)
                log.Say(new Random(i), lateDayMs + (i * TickMs) + 7, lateDayMs + (i * TickMs) + 8);
            Ticks(log, 2, 3);
            for (var i = 0; i < 20 && isLate; i++)
                log.Say(new Random(i), lateDayMs + (i * TickMs) + 7, ScoredLog.T0 + (3 * ScoredLog.DayMs) + i);
            Ticks(log, 3, 4);
            return log;
        }

        var inTime = DayOf(ScoredLog.Keep(Log(isLate: false).Entries).Snapshots, lateDayMs);
        var late = DayOf(ScoredLog.Keep(Log(isLate: true).Entries).Snapshots, lateDayMs);

        Assert.Equal([1], inTime.Select(s => s.Revision));
        Assert.Equal([1, 2], late.Select(s => s.Revision));
        Assert.Equal(inTime[0].ResultHash, late[1].ResultHash);
        Assert.NotEqual(late[0].ResultHash, late[1].ResultHash);
        Assert.Empty(late[0].Reason);
        Assert.StartsWith("late: ", late[1].Reason, StringComparison.Ordinal);
        Assert.Contains("2026-03-03", late[1].Reason, StringComparison.Ordinal);
    }

    /// <summary>More than a night of one device settles with the hour, and a bulk of weeks on the way: that entry of the log after which the history is less than half as large.</summary>
    [Theory]
    [InlineData(720, true)]
    [InlineData(1_500, false)]
    public void A_back_fill_settles_and_a_restart_at_any_cut_changes_nothing(int brought, bool isWithTheHour)
    {
        var random = new Random(7);
        var log = Life(random, days: 1);
        Ticks(log, 1, 3);
        log.Tick(ScoredLog.T0 + (3 * ScoredLog.DayMs));
        var before = log.Entries.Count;
        for (var i = 0; i < brought; i++)
            log.Say(random, ScoredLog.T0 + (i * 113_000) + 3, ScoredLog.T0 + (3 * ScoredLog.DayMs) + i);
        var through = log.Entries.Count;
        Ticks(log, 3, 4);
        var (hour, end) = (through + (int)(60 * ScoredLog.MinuteMs / TickMs) + 1, log.Entries.Count);

        var settled = SettledAfter(log, before, hour);
        var whole = ScoredLog.Keep(log.Entries);
        var cut = ScoredLog.Keep(log.Entries, through - 700, settled - 1, settled, through, through + 2, hour - 1, hour, hour + 3, end - 40);

        Assert.Equal(whole.Records, cut.Records);
        Assert.Equal(whole.Snapshots.Select(Key), cut.Snapshots.Select(Key));
        Assert.Equal(CommunitySnapshot.Write(whole.State), CommunitySnapshot.Write(cut.State));
        Assert.Contains(whole.Snapshots, s => s.Reason.StartsWith("late: ", StringComparison.Ordinal));
        Assert.Equal(isWithTheHour, settled == hour);
        Assert.InRange(settled, before, isWithTheHour ? hour : through);
    }

    [Fact]
    public void The_order_of_arrival_within_the_allowed_lateness_does_not_change_what_is_frozen()
    {
        static ScoredLog Log(int order)
        {
            var log = new ScoredLog();
            log.Tick(ScoredLog.T0);
            var moments = Enumerable.Range(0, 200).OrderBy(i => order == 0 ? i : new Random(order * 1_000 + i).Next()).ToArray();
            foreach (var i in moments)
                log.Say(new Random(i), ScoredLog.T0 + (i * 7 * ScoredLog.MinuteMs), ScoredLog.T0 + (ScoredLog.DayMs - 1));
            Ticks(log, 1, 2);
            return log;
        }

        var hashes = Enumerable.Range(0, 4).Select(order => DayOf(ScoredLog.Keep(Log(order).Entries).Snapshots, ScoredLog.T0)[0].ResultHash).Distinct();

        Assert.Single(hashes);
    }

    [Fact]
    public void A_fact_and_a_step_change_the_score_at_once()
    {
        var log = new ScoredLog().Tick(ScoredLog.T0).Tick(ScoredLog.T0 + ScoredLog.MinuteMs);
        log.Facts(ScoredLog.T0 + ScoredLog.MinuteMs + 1, 2, ("parkingSpaces", 350)).Tick(ScoredLog.T0 + (2 * ScoredLog.MinuteMs));

        var (state, records, _) = ScoredLog.Keep(log.Entries);

        Assert.NotEqual(records[^2].Total, records[^1].Total);
        var score = ScoreQueries.Score(state)!.Value.Score;
        Assert.Equal(0.35, score.Measures.Single(m => m.Id == "JT-21a").Value);
    }

    [Fact]
    public void Without_a_standing_there_is_no_score()
    {
        var (_, records, snapshots) = ScoredLog.Keep(new Twins.LogWriter("baihe").Enrol("w-1", "wearable").Tick(ScoredLog.T0).Tick(ScoredLog.T0 + ScoredLog.DayMs).Entries);

        Assert.Empty(records);
        Assert.Empty(snapshots);
    }

    /// <summary>The first number of entries, of some, after which the history has less than half of the bytes of before; 0: none.</summary>
    private static int SettledAfter(ScoredLog log, int from, int through)
    {
        var (state, changes, bytes) = (new CommunityState(ScoredLog.Community), new FoldChanges(), new ArrayBufferWriter<byte>());
        for (var i = 0; i < through; i++)
        {
            CommunityFold.Apply(state, log.Entries[i], changes);
            changes.Clear();
            var size = bytes.WrittenCount;
            bytes.ResetWrittenCount();
            if (i >= from)
                state.Scoring.Aggregates.Write(bytes);
            if (bytes.WrittenCount > 0 && bytes.WrittenCount < size / 2)
                return i + 1;
        }

        return 0;
    }

    private static List<string> Rederive(IReadOnlyList<CommunityEntry> entries, HashSet<ScoreRecord> asked)
    {
        var byPosition = asked.ToDictionary(r => r.Position);
        var state = new CommunityState(ScoredLog.Community);
        var changes = new FoldChanges();
        var faults = new List<string>();
        foreach (var entry in entries)
        {
            CommunityFold.Apply(state, entry, changes);
            changes.Clear();
            if (!byPosition.TryGetValue(entry.Position, out var record))
                continue;
            var score = ScoreQueries.Score(state)!.Value.Score;
            if ((score.InputHash, score.ResultHash) != (record.InputHash, record.ResultHash))
                faults.Add($"position {entry.Position}");
        }

        return faults;
    }

    internal static ScoredLog Life(Random random, int days)
    {
        var log = new ScoredLog();
        for (var day = 0; day < days; day++)
        {
            for (var nowMs = ScoredLog.T0 + (day * ScoredLog.DayMs); nowMs < ScoredLog.T0 + ((day + 1) * ScoredLog.DayMs); nowMs += TickMs)
            {
                log.Tick(nowMs);
                var lateMs = random.Next(20) == 0 ? random.Next((int)ScoredLog.DayMs) : random.Next(60_000);
                log.Say(random, nowMs - lateMs, nowMs + 5);
                if (random.Next(100) == 0)
                    log.Step(nowMs - lateMs, $"e-{nowMs - lateMs}", "acknowledged");
                if (random.Next(400) == 0)
                    log.Facts(nowMs + 9, nowMs, ("residents", random.Next(2_000, 3_000)));
            }
        }

        return log;
    }

    private static void Ticks(ScoredLog log, int fromDay, int toDay)
    {
        for (var nowMs = ScoredLog.T0 + (fromDay * ScoredLog.DayMs); nowMs < ScoredLog.T0 + (toDay * ScoredLog.DayMs); nowMs += TickMs)
            log.Tick(nowMs);
    }

    private static ScoreSnapshot[] DayOf(IReadOnlyList<ScoreSnapshot> snapshots, long startMs) =>
        [.. snapshots.Where(s => s.Kind == ScoreSnapshotKind.Day && s.InstantMs == startMs + ScoredLog.DayMs)];

    private static (ScoreSnapshotKind, long, int, string, string) Key(ScoreSnapshot s) => (s.Kind, s.InstantMs, s.Revision, s.ResultHash, s.Reason);
}
