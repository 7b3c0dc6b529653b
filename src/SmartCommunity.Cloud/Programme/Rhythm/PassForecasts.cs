using System.Collections.Concurrent;
using System.Text.Json;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Programme.Forecasts;
using SmartCommunity.Programme.Log;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Programme.Rhythm;

/// <summary>How likely each project passes by its due day, from its scores at the end of every day, and how well such forecasts held. Thread-safe.</summary>
public sealed class PassForecasts(ProgrammeDesk desk, ScoreLedger ledger, ScoreBoard board, PackLibrary packs, TimeProvider time) : IDisposable
{
    /// <summary>Days looked back for the back-test: more than a year tells of another phase.</summary>
    private const int MaxHistory = 400;

    /// <summary>One at a time: the first answer reads every day's score of every community.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Days read already: a revision of a snapshot never changes.</summary>
    private readonly ConcurrentDictionary<(string Community, long EndMs, int Revision), (string Pack, ScoreDay Day)> _read = new();

    /// <summary>Forecasts of every project in the running that has not passed, with the calibration over all histories at hand.</summary>
    public Task<PassOutlook> AllAsync(CancellationToken cancellationToken) => InTurnAsync(Compute, cancellationToken);

    /// <summary>Probability of each project in the running that has not passed that it passes by its due day, by its id; null where nothing can be said.</summary>
    public Task<IReadOnlyDictionary<string, double?>> ProbabilitiesAsync(CancellationToken cancellationToken) => InTurnAsync<IReadOnlyDictionary<string, double?>>(
        state => Open(state).ToDictionary(static p => p.Id, p => Row(p, History(p.Id), state).Forecast.Probability, StringComparer.Ordinal), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<T> InTurnAsync<T>(Func<ProgrammeState, T> compute, CancellationToken cancellationToken)
    {
        var state = await desk.StateAsync(cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => compute(state), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static IEnumerable<ProjectState> Open(ProgrammeState state) => state.Projects.Values.Where(static p => p.Process.Ended is null && p.Process.FirstPass is null);

    private PassOutlook Compute(ProgrammeState state)
    {
        var histories = state.Projects.Keys.Select(p => (Project: p, Known: History(p))).ToDictionary(static h => h.Project, static h => h.Known, StringComparer.Ordinal);
        var rows = Open(state).OrderBy(static p => p.Pool.No).Select(p => Row(p, histories[p.Id], state));
        return new PassOutlook([.. rows], Calibration.Of([.. histories.Values.Where(static h => h.Days.Count > 0).Select(static h => (h.Days, h.PassMark))]));
    }

    private PassRow Row(ProjectState project, (IReadOnlyList<ScoreDay> Days, double PassMark) known, ProgrammeState state)
    {
        var due = project.Process.Due(project.Pool, desk.Policies.Of(project.Policy ?? state.Policy).Deadlines)?.On ?? project.Pool.Finish.LastDay;
        ScoreDay? last = known.Days.Count == 0 ? null : known.Days[^1];
        return new PassRow(project.Id, project.Pool.Name, project.Pool.Unit, known.Days.Count, last, known.Days.Count == 0 ? null : known.PassMark, PassModel.Of(known.Days, due, known.PassMark));
    }

    // Under another pack the points are points of something else.
    private (IReadOnlyList<ScoreDay> Days, double PassMark) History(string community)
    {
        if (board.Latest(community) is not { } latest || packs.Find(latest.Pack) is not { } pack)
            return ([], 0);
        var now = time.GetUtcNow();
        var days = new List<ScoreDay>();
        foreach (var end in ledger.Snapshots(community, ScoreSnapshotKind.Day, now.AddDays(-MaxHistory).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds()).GroupBy(static s => s.InstantMs).OrderBy(static g => g.Key))
        {
            if (Read(end.MaxBy(static s => s.Revision)!, pack) is var (found, day) && found == latest.Pack)
                days.Add(day);
        }

        return (days, pack.Scoring.PassMark);
    }

    private (string Pack, ScoreDay Day)? Read(ScoreSnapshot snapshot, StandardPack pack)
    {
        var key = (snapshot.Community, snapshot.InstantMs, snapshot.Revision);
        if (_read.TryGetValue(key, out var known))
            return known;
        if (ledger.Snapshot(snapshot.Community, snapshot.Kind, snapshot.InstantMs, snapshot.Revision) is not { } whole)
            return null;
        var score = JsonSerializer.Deserialize<ScoreEnd>(whole.Score.Span, ScoreJson.Options)!;
        // The veto that says a gate is shut says again what the gates say.
        var vetoes = score.Vetoes.Count(code => !pack.Scoring.Vetoes.Any(v => v.Code == code && v.WhenBindingAtZero));
        return _read[key] = (score.Pack, new ScoreDay(ChinaTime.DayOf(snapshot.InstantMs - 1), score.AcceptancePoints, score.GateFailures.Count + vetoes));
    }

    /// <summary>What a forecast needs of a score.</summary>
    private sealed record ScoreEnd(string Pack, double AcceptancePoints, IReadOnlyList<string> GateFailures, IReadOnlyList<string> Vetoes);
}

/// <summary>The projects' forecasts and how well such forecasts held.</summary>
/// <param name="Rows">Projects in the running that have not passed, by number.</param>
/// <param name="Calibration">Back-test over all histories at hand.</param>
public sealed record PassOutlook(IReadOnlyList<PassRow> Rows, Calibration Calibration);

/// <summary>One project's forecast.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Responsible unit.</param>
/// <param name="HistoryDays">Days with a score.</param>
/// <param name="Last">The last of them; null: none.</param>
/// <param name="PassMark">Its standard's pass mark; null while it is not scored.</param>
/// <param name="Forecast">The forecast.</param>
public sealed record PassRow(string Project, SmartCommunity.Programme.Words Name, string Unit, int HistoryDays, ScoreDay? Last, double? PassMark, PassForecast Forecast);
