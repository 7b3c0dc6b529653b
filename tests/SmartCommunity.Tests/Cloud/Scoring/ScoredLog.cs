using MessagePack;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Scoring;

/// <summary>A community under the Zhejiang pack with some devices and facts, whose log is written entry by entry, and what keeping its score up gives.</summary>
internal sealed class ScoredLog
{
    internal const string Community = "baihe";
    internal const long MinuteMs = 60_000, DayMs = ChinaTime.DayMs;

    internal static readonly long T0 = ChinaTime.StartMs(new DateOnly(2026, 3, 2));

    internal static readonly (string Id, string Class)[] Devices =
    [
        ("spot-1", "parkingSpot"), ("spot-2", "parkingSpot"), ("charger-1", "evCharger"), ("display-1", "display"), ("locker-1", "parcelLocker"), ("bin-1", "wasteBin"), ("sos-1", "panicButton"),
    ];

    private readonly LogWriter _log = new(Community);

    internal ScoredLog()
    {
        foreach (var (id, @class) in Devices)
            _log.Enrol(id, @class);
        Facts(T0, 1, ("households", 1_000), ("residents", 2_800), ("parkingSpaces", 700));
    }

    internal List<CommunityEntry> Entries => _log.Entries;

    internal static string Pack => ScoringPacks.Current.All.First(p => p.Measures.Count() == 86).Name;

    internal ScoredLog Tick(long atMs)
    {
        _log.Tick(atMs);
        return this;
    }

    internal ScoredLog Facts(long atMs, long version, params (string Code, double Value)[] facts)
    {
        var body = new LoggedFacts(
            [.. facts.Select(f => new LoggedFact { Code = f.Code, Value = f.Value, Unit = "", AsOfDay = ChinaTime.DayOf(T0).DayNumber, Source = "test", Revision = version, Version = version, EnteredBy = "test" })],
            [], new LoggedStanding { Pack = Pack, ProjectType = "renovation", Claimed = ["JT"], Revision = version, Version = version, EnteredBy = "test" }, version);
        _log.Add(new CommunityEntry { Position = 0, Kind = LogEntryKind.Facts, AtMs = atMs, Body = MessagePackSerializer.Serialize(body, cancellationToken: CancellationToken.None), Block = [] });
        return this;
    }

    internal ScoredLog Evidence(long atMs, string sha256)
    {
        var body = new LoggedEvidenceRows(
            [new LoggedEvidence { Id = "ev-1", Kind = "neighbourPact", Title = "t", FileName = "t.pdf", MediaType = "application/pdf", Sha256 = sha256, DatedDay = ChinaTime.DayOf(T0).DayNumber, State = EvidenceState.Accepted, SubmittedBy = "test", SubmittedAtMs = atMs }], 1);
        _log.Add(new CommunityEntry { Position = 0, Kind = LogEntryKind.Evidence, AtMs = atMs, Body = MessagePackSerializer.Serialize(body, cancellationToken: CancellationToken.None), Block = [] });
        return this;
    }

    internal ScoredLog Step(long atMs, string eventId, string step)
    {
        var body = new LoggedSteps([new LoggedStep { Device = "sos-1", EventId = eventId, EventType = "sos", EventAtMs = atMs, Step = step, Actor = "test", AtMs = atMs + 20_000, Version = atMs }], atMs);
        _log.Add(new CommunityEntry { Position = 0, Kind = LogEntryKind.Steps, AtMs = atMs + 20_000, Body = MessagePackSerializer.Serialize(body, cancellationToken: CancellationToken.None), Block = [] });
        return this;
    }

    /// <summary>A message of one of the devices, measured at one time and written at another.</summary>
    internal ScoredLog Say(Random random, long atMs, long writtenAtMs)
    {
        var (id, @class) = Devices[random.Next(Devices.Length)];
        var batch = @class switch
        {
            "parkingSpot" => Measured("spotStatus", random.Next(3)),
            "evCharger" => Measured("chargerStatus", random.Next(9)),
            "display" => Measured("brightness", random.Next(100)),
            "parcelLocker" => Happened("parcelOut", $"{{\"dwellHours\":{random.Next(1, 60)}}}"),
            "wasteBin" => Happened("wasteDrop", random.Next(4) > 0 ? "{\"correct\":true}" : "{\"correct\":false}"),
            _ => Happened("sos", "{}"),
        };
        _log.Add(batch);
        return this;

        CommunityEntry Measured(string quantity, double value) => At(new LogWriter(Community).Measure(LogWriter.Gateway, id, @class, atMs, atMs + 500, [(quantity, value)]));

        CommunityEntry Happened(string type, string data) => At(new LogWriter(Community).Event(id, @class, type, $"e-{atMs}", atMs, data));

        CommunityEntry At(LogWriter one) => new() { Position = 0, Kind = LogEntryKind.Batch, AtMs = writtenAtMs, Body = one.Entries[0].Body, Block = one.Entries[0].Block };
    }

    /// <summary>Folds as a community's grain does; a snapshot is written and read again after each of the positions.</summary>
    internal static (CommunityState State, IReadOnlyList<ScoreRecord> Records, IReadOnlyList<ScoreSnapshot> Snapshots) Keep(IReadOnlyList<CommunityEntry> entries, params IReadOnlyCollection<long> cuts)
    {
        var state = new CommunityState(Community);
        var keeper = new ScoreKeeper(state);
        var (records, snapshots) = (new List<ScoreRecord>(), new List<ScoreSnapshot>());
        var changes = new FoldChanges();
        foreach (var entry in entries)
        {
            CommunityFold.Apply(state, entry, changes);
            keeper.Note(changes);
            changes.Clear();
            var due = keeper.TakeDue();
            records.AddRange(due.Records);
            snapshots.AddRange(due.Snapshots);
            if (!cuts.Contains(entry.Position))
                continue;
            state = CommunitySnapshot.Read(CommunitySnapshot.Write(state));
            keeper = new ScoreKeeper(state);
            foreach (var twin in state.Devices.Values)
                changes.Devices.Add(twin);
            keeper.Note(changes);
            changes.Clear();
        }

        return (state, records, snapshots);
    }
}
