using MessagePack;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Facts;

public sealed class FactsFoldTests
{
    private const string Community = "baihe";
    private const long T0 = 1_780_000_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Snapshot_and_the_rest_of_the_log_are_the_bytes_of_never_having_stopped(int seed)
    {
        var entries = RandomLog(new Random(seed), 120);
        var whole = CommunitySnapshot.Write(LogWriter.Fold(new CommunityState(Community), entries));

        for (var cut = 0; cut <= entries.Count; cut += 7)
        {
            var saved = CommunitySnapshot.Write(LogWriter.Fold(new CommunityState(Community), entries.Take(cut)));
            var restarted = LogWriter.Fold(CommunitySnapshot.Read(saved), entries.Skip(cut));
            Assert.True(whole.AsSpan().SequenceEqual(CommunitySnapshot.Write(restarted)), $"seed {seed}, stopped at {cut}");
        }

        Assert.Equal(whole, CommunitySnapshot.Write(CommunitySnapshot.Read(CommunitySnapshot.Pack(CommunitySnapshot.Read(whole)))));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Rows_that_come_twice_or_in_another_order_leave_the_same_rows(int seed)
    {
        var random = new Random(seed);
        var entries = RandomLog(random, 80).Where(e => e.Kind != LogEntryKind.Tick).ToList();
        var shuffled = entries.Concat(entries.Take(30)).OrderBy(_ => random.Next()).ToArray();

        var once = FactsRecord.Of(LogWriter.Fold(new CommunityState(Community), entries).Facts);
        var again = FactsRecord.Of(LogWriter.Fold(new CommunityState(Community), Renumbered(shuffled)).Facts);

        Assert.True(MessagePackSerializer.Serialize(once, cancellationToken: Cancel).AsSpan().SequenceEqual(MessagePackSerializer.Serialize(again, cancellationToken: Cancel)), $"seed {seed}");
    }

    [Fact]
    public void Scoring_gets_what_stands_typed_and_in_order()
    {
        var change = new FactsChange(Community) { Version = 9 };
        change.Facts.AddRange([Fact("residents", 5, 3000), Fact("dwellings", 6, 10, removed: true), Fact("households", 7, 1000)]);
        change.Records.Add(Record("facility", "f-2", 8, """{"area":12.5,"name":"甲","registered":true,"since":"2025-03-01"}"""));
        change.Records.Add(Record("facility", "f-1", 8, """{"area":3}"""));
        change.Evidence.AddRange([Evidence("ev-2", 9, EvidenceState.Accepted), Evidence("ev-1", 9, EvidenceState.Submitted)]);
        change.Standing = new LoggedStanding { Pack = "p@1", ProjectType = "renovation", Claimed = ["CY", "JT"], EnteredBy = "Li", Version = 9, Revision = 1 };

        var facts = Fold(change).Facts;

        Assert.Equal(["households", "residents"], facts.FactInputs.Keys);
        Assert.Equal((1000, new DateOnly(2026, 5, 1), true, 7), (facts.FactInputs["households"].Value, facts.FactInputs["households"].AsOf, facts.FactInputs["households"].Inspected, facts.FactInputs["households"].Revision));
        Assert.Equal(["f-1", "f-2"], facts.RecordInputs.Select(r => r.Id));
        Assert.Equal([("area", 12.5), ("registered", 1), ("since", new DateOnly(2025, 3, 1).DayNumber)], facts.RecordInputs[1].Numbers.Select(n => (n.Key, n.Value)));
        Assert.Equal([("name", "甲"), ("since", "2025-03-01")], facts.RecordInputs[1].Texts.Select(t => (t.Key, t.Value)));
        Assert.Equal(("ev-2", T0, 88.0), (Assert.Single(facts.EvidenceInputs).Id, facts.EvidenceInputs[0].AcceptedAtMs, facts.EvidenceInputs[0].Score));
        Assert.Equal(["CY", "JT"], facts.ClaimedScenarios);
        Assert.Equal(new FactsVersions(9, 9, 0), facts.Versions);
    }

    [Fact]
    public void Inputs_are_made_anew_only_when_rows_change_and_the_changes_are_named()
    {
        var change = new FactsChange(Community) { Version = 5 };
        change.Facts.Add(Fact("households", 5, 1000));
        var state = Fold(change);
        var before = state.Facts.FactInputs;
        var changes = new FoldChanges();

        Apply(state, change, changes);
        Assert.Empty(changes.Inputs);
        Assert.Same(before, state.Facts.FactInputs);
        var later = new FactsChange(Community) { Version = 6 };
        later.Facts.Add(Fact("households", 6, 1001));
        Apply(state, later, changes);

        Assert.Equal(["fact:households"], changes.Inputs);
        Assert.Equal(1001, state.Facts.FactInputs["households"].Value);
    }

    [Fact]
    public void A_change_of_many_rows_is_complete_only_with_its_last_entry()
    {
        var change = new FactsChange(Community) { Version = 40 };
        change.Records.AddRange(Enumerable.Range(0, FactsEntries.RowsPerEntry + 1).Select(i => Record("shop", $"s-{i}", 40, "{}")));
        var entries = FactsEntries.Of(change);
        var state = new CommunityState(Community);

        Assert.Equal(2, entries.Count);
        ApplyEntry(state, entries[0], new FoldChanges());
        Assert.Equal(0, state.Facts.Versions.Facts);
        ApplyEntry(state, entries[1], new FoldChanges());
        Assert.Equal((40, FactsEntries.RowsPerEntry + 1), (state.Facts.Versions.Facts, state.Facts.RecordInputs.Count));
    }

    [Fact]
    public void Of_a_step_the_first_stands_and_old_events_are_forgotten()
    {
        var change = new FactsChange(Community) { Version = 9 };
        change.Steps.AddRange([Step("e-1", "onSite", 9, T0, "Wang"), Step("e-1", "onSite", 8, T0, "Li"), Step("e-0", "closed", 9, T0 - ((ScoringFacts.StepDays + 1) * ChinaTime.DayMs), "Li")]);
        var changes = new FoldChanges();
        var state = new CommunityState(Community);

        Apply(state, change, changes);

        Assert.Equal(("e-1", "Li"), (Assert.Single(state.Facts.Steps).Key.EventId, state.Facts.Steps.Values.Single().Actor));
        Assert.Equal(3, changes.Steps.Count);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static LoggedFact Fact(string code, long version, double value, bool removed = false) => new()
    {
        Code = code, Removed = removed, Value = value, Unit = "{household}", AsOfDay = new DateOnly(2026, 5, 1).DayNumber, Source = "register", Inspected = true, Revision = version, Version = version,
        EnteredBy = "Li", EnteredAtMs = T0,
    };

    private static LoggedRecord Record(string kind, string id, long version, string json) =>
        new() { Kind = kind, Id = id, FieldsJson = json, AsOfDay = new DateOnly(2026, 5, 1).DayNumber, Source = "survey", Revision = version, Version = version, EnteredBy = "Li", EnteredAtMs = T0 };

    private static LoggedEvidence Evidence(string id, long version, EvidenceState state) => new()
    {
        Id = id, Kind = "covenant", Title = "公约", FileName = "a.pdf", MediaType = "application/pdf", Bytes = 5, Sha256 = new string('a', 64), DatedDay = new DateOnly(2026, 4, 1).DayNumber, State = state,
        SubmittedBy = "Li", SubmittedAtMs = T0, Reviewer = state == EvidenceState.Accepted ? "Wang" : "", ReviewedAtMs = T0, Score = 88, Revision = 1, Version = version,
    };

    private static LoggedStep Step(string id, string step, long version, long eventAtMs, string actor) =>
        new() { Device = "w-1", EventId = id, EventType = "sos", EventAtMs = eventAtMs, Step = step, Actor = actor, AtMs = eventAtMs + 1000, EnteredAtMs = eventAtMs + 2000, Version = version };

    private static CommunityState Fold(FactsChange change)
    {
        var state = new CommunityState(Community);
        Apply(state, change, new FoldChanges());
        return state;
    }

    private static void Apply(CommunityState state, FactsChange change, FoldChanges changes)
    {
        foreach (var entry in FactsEntries.Of(change))
            ApplyEntry(state, entry, changes);
    }

    private static void ApplyEntry(CommunityState state, (LogEntryKind Kind, byte[] Body) entry, FoldChanges changes) =>
        CommunityFold.Apply(state, new CommunityEntry { Position = state.Position + 1, Kind = entry.Kind, AtMs = T0, Body = entry.Body, Block = [] }, changes);

    private static List<CommunityEntry> Renumbered(IEnumerable<CommunityEntry> entries) =>
        [.. entries.Select((e, i) => new CommunityEntry { Position = i + 1, Kind = e.Kind, AtMs = e.AtMs, Body = e.Body, Block = e.Block })];

    private static List<CommunityEntry> RandomLog(Random random, int count)
    {
        var log = new LogWriter(Community).Enrol("w-1", "wearable");
        for (var i = 1; i < count; i++)
        {
            var change = new FactsChange(Community) { Version = i };
            switch (random.Next(6))
            {
                case 0:
                    change.Facts.Add(Fact($"fact{random.Next(5)}", i, random.Next(1000), removed: random.Next(5) == 0));
                    break;
                case 1:
                    change.Records.Add(Record("shop", $"s-{random.Next(5)}", i, $$"""{"area":{{random.Next(100)}}}""") with { Removed = random.Next(5) == 0 });
                    break;
                case 2:
                    change.Evidence.Add(Evidence($"ev-{random.Next(5)}", i, (EvidenceState)random.Next(1, 5)));
                    break;
                case 3:
                    change.Steps.Add(Step($"e-{random.Next(5)}", StepDesk.Steps[random.Next(4)], i, T0, $"Li {i}"));
                    break;
                case 4:
                    change.Standing = new LoggedStanding { Pack = $"p@{i}", ProjectType = "renovation", Claimed = ["CY"], EnteredBy = "Li", Version = i, Revision = i };
                    break;
                default:
                    log.Tick(T0 + i);
                    break;
            }

            foreach (var (kind, body) in FactsEntries.Of(change))
                log.Add(new CommunityEntry { Position = 0, Kind = kind, AtMs = T0 + i, Body = body, Block = [] });
        }

        return log.Entries;
    }
}
