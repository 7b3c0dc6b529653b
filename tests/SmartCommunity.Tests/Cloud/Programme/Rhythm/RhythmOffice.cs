using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Review;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Registry;
using SmartCommunity.Tests.Storage;

namespace SmartCommunity.Tests.Cloud.Programme.Rhythm;

/// <summary>The programme's desk and the rhythm's over real ledgers and a registry in a temporary folder, on a clock that a test moves.</summary>
internal sealed class RhythmOffice : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sc-rhythm-").FullName;
    private readonly TemporaryRegistry _registry;
    private int _alerts;

    private RhythmOffice(TemporaryRegistry registry)
    {
        _registry = registry;
        Alerts = AlertLedger.Open(Path.Combine(_folder, "alerts.db"));
        Scores = ScoreLedger.Open(Path.Combine(_folder, "scores.db"));
        Feed = new FactsFeed(registry.Store);
        Facts = new FactDesk(Feed, PackLibrary.Shipped, registry.Index, registry.Time);
        Files = new EvidenceFiles(new SmartCommunity.Cloud.Registry.RegistryOptions { Path = registry.File });
        Evidence = new EvidenceDesk(Feed, Files, PackLibrary.Shipped, registry.Index, registry.Time);
        Open();
    }

    internal AlertLedger Alerts { get; }

    internal ScoreLedger Scores { get; }

    internal ScoreBoard Board { get; } = new();

    internal FactsFeed Feed { get; }

    internal FactDesk Facts { get; }

    internal EvidenceFiles Files { get; }

    internal EvidenceDesk Evidence { get; }

    internal ProgrammeDesk Desk { get; private set; } = null!;

    internal RhythmDesk Rhythm { get; private set; } = null!;

    internal PassForecasts Forecasts { get; private set; } = null!;

    internal BulletinCheck Check { get; private set; } = null!;

    internal FakeTimeProvider Time => _registry.Time;

    internal static StandardPack Pack => SaidScore.Pack;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An office whose log begins at this instant.</summary>
    internal static async Task<RhythmOffice> CreateAsync(DateTimeOffset start)
    {
        var office = new RhythmOffice(await TemporaryRegistry.CreateAsync(start));
        await office.Desk.StateAsync(Cancel);
        return office;
    }

    /// <summary>Changes what stands in a file behind everybody's back: the programme's log and the history of facts, the scores, or the alerts.</summary>
    internal void Tamper(string sql, string file = "registry.db")
    {
        using var connection = new SqliteConnection($"Data Source={(file == "registry.db" ? _registry.File : Path.Combine(_folder, file))}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    /// <summary>Changes the bytes of the snapshot of a community's score, as somebody would who can write the file.</summary>
    internal void TamperScore(string community, Func<byte[], byte[]> change)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "scores.db")}");
        connection.Open();
        using var read = new SqliteCommand("SELECT score FROM snapshot WHERE community = $community", connection) { Parameters = { new("$community", community) } };
        using var write = new SqliteCommand("UPDATE snapshot SET score = $score WHERE community = $community", connection) { Parameters = { new("$score", change((byte[])read.ExecuteScalar()!)), new("$community", community) } };
        Assert.Equal(1, write.ExecuteNonQuery());
    }

    /// <summary>As above, in what the snapshot says.</summary>
    internal void TamperScore(string community, Func<CommunityScore, CommunityScore> change) => TamperScore(
        community, stored => PackedScore.Pack(JsonSerializer.SerializeToUtf8Bytes(change(JsonSerializer.Deserialize<CommunityScore>(PackedScore.Unpack(stored), ScoreJson.Options)!), ScoreJson.Options)));

    /// <summary>As a restart: everything is read again from the files.</summary>
    internal void Reopen()
    {
        Forecasts.Dispose();
        Desk.Dispose();
        Open();
    }

    internal async Task<ProgrammeState> StateAsync() => await Desk.StateAsync(Cancel);

    internal async Task AtAsync(DateTimeOffset instant)
    {
        Time.SetUtcNow(instant);
        await Rhythm.CatchUpAsync(Cancel);
    }

    /// <summary>An instant in Shanghai.</summary>
    internal static DateTimeOffset China(int year, int month, int day, int hour = 0, int minute = 0) => new(year, month, day, hour, minute, 0, ChinaTime.Offset);

    internal void Raise(DateTimeOffset at, DateTimeOffset? closed = null, int priority = 2, string community = "baihe")
    {
        var id = $"a{++_alerts}";
        Alerts.Append([Step(1, "raised", AlertStage.Firing, at), .. closed is { } end ? [Step(2, "close", AlertStage.Closed, end)] : Array.Empty<AlertChange>()]);

        AlertChange Step(int number, string what, AlertStage stage, DateTimeOffset moved) => new(
            AlertRowOf.Device(id, number, stage, moved.ToUnixTimeMilliseconds()) with
            {
                Community = community, RaisedAtMs = at.ToUnixTimeMilliseconds(), StageSinceMs = moved.ToUnixTimeMilliseconds(), Priority = priority,
            },
            new AlertTransition(number, what, stage, number == 1 ? "" : "Li", moved.ToUnixTimeMilliseconds(), "", number == 1 ? "" : "true", "", 0));
    }

    internal static CommunityScore Score(string community, DateTimeOffset at, double total, bool known = true) => SaidScore.Of(community, at, total, known);

    internal void Record(string community, DateTimeOffset at, double total)
    {
        var score = Score(community, at, total);
        Scores.Append([new ScoreRecord(community, score.Position, at.ToUnixTimeMilliseconds(), score.Pack, score.InputHash, score.ResultHash, total, total)], []);
    }

    internal CommunityScore Snapshot(string community, ScoreSnapshotKind kind, DateTimeOffset end, double total, int revision = 1, string reason = "", DateTimeOffset? written = null, bool known = true)
    {
        var score = Score(community, end.AddMilliseconds(-1), total, known);
        Scores.Append(
            [],
            [
                new ScoreSnapshot(
                    community, kind, end.ToUnixTimeMilliseconds(), revision, score.Position, (written ?? end).ToUnixTimeMilliseconds(), score.ResultHash, reason, JsonSerializer.SerializeToUtf8Bytes(score, ScoreJson.Options)),
            ]);
        return score;
    }

    internal async Task EnterFactAsync(string community, string code, double value) => Assert.True((await Facts.PutAsync(
        community, code, new NewFact { Value = JsonSerializer.SerializeToElement(value), AsOf = DateOnly.FromDateTime(Time.GetUtcNow().Date).AddDays(-1), Source = "census", EnteredBy = "Li" }, null, Cancel)).Succeeded);

    /// <summary>Adds what the pages of lists and bulletins need.</summary>
    internal void AddTo(IServiceCollection services)
    {
        services.AddSingleton(_registry.Places);
        services.AddSingleton(Desk);
        services.AddSingleton(Rhythm);
        services.AddSingleton(Forecasts);
        services.AddSingleton(Check);
    }

    public async ValueTask DisposeAsync()
    {
        Forecasts.Dispose();
        Desk.Dispose();
        Alerts.Dispose();
        Scores.Dispose();
        await _registry.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // Nothing is challenged here.
    private ActInputs Inputs(EvidenceQueue queue) => new(new ReadinessQueries(Board, PackLibrary.Shipped, queue), Feed, new Lazy<ChallengeProofs>(static () => throw new NotSupportedException("This office proves no scores.")));

    private void Open()
    {
        var queue = new EvidenceQueue(Feed, PackLibrary.Shipped, Time);
        Desk = new ProgrammeDesk(_registry.Store, PolicyLibrary.Shipped, Inputs(queue), new ActPermission(_registry.Index), Time, NullLogger<ProgrammeDesk>.Instance);
        var months = new MonthScores(Scores);
        var inputs = new RhythmInputs(Alerts, Scores, months, queue, Facts, PolicyLibrary.Shipped);
        Check = new BulletinCheck(Desk, inputs, months);
        Rhythm = new RhythmDesk(Desk, inputs, months, Board, Time, NullLogger<RhythmDesk>.Instance);
        Forecasts = new PassForecasts(Desk, Scores, Board, PackLibrary.Shipped, Time);
    }
}
