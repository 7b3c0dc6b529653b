using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Scoring.Advice;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Storage.Series;
using SmartCommunity.Tests.Cloud.Registry;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

/// <summary>A registry, series store, ledger, board and the shipped pack for pages of scores; scores are computed of real states. Nobody is asked for live explanations: no grains run.</summary>
internal sealed class ScoredCommunity : IAsyncDisposable
{
    internal const string Code = "baihe";

    private readonly string _folder;
    private readonly TemporaryRegistry _registry;
    private readonly DuckDbSeriesStore _series;
    private readonly PastStates _past;
    private long _version;

    private ScoredCommunity(string folder, TemporaryRegistry registry, DuckDbSeriesStore series, ConsoleContext context)
    {
        _folder = folder;
        _registry = registry;
        _series = series;
        Context = context;
        Ledger = ScoreLedger.Open(Path.Combine(folder, "scores.db"));
        _past = new PastStates(series, Context.Time);
        Context.Services.AddSingleton(registry.Places);
        Context.Services.AddSingleton(PackLibrary.Shipped);
        var queries = new ScoreQueries(Board, Ledger, _past, registry.Index, null!);
        Forecasts = new ScoreForecasts(queries, PackLibrary.Shipped, context.Time);
        Context.Services.AddSingleton(queries);
        Context.Services.AddSingleton(Forecasts);
        var states = new ScoredStates(_past, registry.Index, null!);
        var actions = new ActionDesk(registry.Store, states, registry.Index, context.Time);
        Context.Services.AddSingleton(actions);
        Context.Services.AddSingleton(new WhatIfDesk(states, registry.Index, null!));
        Context.Services.AddSingleton(_ => new AdviceDesk(states, actions));
    }

    internal ConsoleContext Context { get; }

    internal ScoreForecasts Forecasts { get; }

    internal ScoreBoard Board { get; } = new();

    internal ScoreLedger Ledger { get; }

    internal static StandardPack Pack => PackLibrary.Shipped.Packs.Single(static p => p.Id == "zj-future-community");

    /// <summary>Composes it. The context is made by the test itself: the language it sets does not flow out of an asynchronous call.</summary>
    internal static async Task<ScoredCommunity> CreateAsync(ConsoleContext context)
    {
        var folder = Directory.CreateTempSubdirectory("sc-scored-").FullName;
        var series = await DuckDbSeriesStore.OpenAsync(
            new DuckDbSeriesOptions { Folder = Path.Combine(folder, "series") }, TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        return new ScoredCommunity(folder, await TemporaryRegistry.CreateAsync(), series, context);
    }

    /// <summary>A state that stands under the pack with these facts.</summary>
    internal CommunityState State(long atMs, params (string Code, double Value)[] facts)
    {
        var state = new CommunityState(Code) { Position = ++_version, WrittenAtMs = atMs };
        state.Facts.Put(new LoggedStanding { Pack = Pack.Name, ProjectType = "renovation", Claimed = [], Revision = 1, Version = _version, EnteredBy = "test" });
        foreach (var (code, value) in facts)
        {
            state.Facts.Put(new LoggedFact
            {
                Code = code, Value = value, Unit = "1", AsOfDay = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(atMs).Date).DayNumber, Source = "census", Revision = 1, Version = _version,
                EnteredBy = "test", EnteredAtMs = atMs,
            });
        }

        return state;
    }

    internal static CommunityScore Score(CommunityState state) => new Scorer(Pack).Score(CommunityInputs.Of(state, state.WrittenAtMs), "renovation", state.Position);

    /// <summary>The state becomes the latest one on the board.</summary>
    internal CommunityScore Publish(CommunityState state)
    {
        var score = Score(state);
        Board.Publish(Code, score);
        return score;
    }

    /// <summary>The state becomes what the log led to at its time.</summary>
    internal Task CheckpointAsync(CommunityState state) =>
        _series.SaveCheckpointAsync(Code, state.Position, state.WrittenAtMs, CommunitySnapshot.Pack(state), TestContext.Current.CancellationToken);

    /// <summary>Records a day's snapshot.</summary>
    internal void Snapshot(CommunityScore score, long endMs, int revision, string reason) => Ledger.Append(
        [],
        [new ScoreSnapshot(Code, ScoreSnapshotKind.Day, endMs, revision, score.Position, endMs, score.ResultHash, reason, JsonSerializer.SerializeToUtf8Bytes(score, ScoreJson.Options))]);

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        Forecasts.Dispose();
        _past.Dispose();
        Ledger.Dispose();
        await _series.DisposeAsync();
        await _registry.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
