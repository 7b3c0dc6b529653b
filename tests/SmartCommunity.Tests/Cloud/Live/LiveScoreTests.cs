using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Tests.Cloud.Scoring;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Live;

public sealed class LiveScoreTests : IDisposable
{
    private const string Community = ScoredLog.Community;

    private readonly string _folder = Directory.CreateTempSubdirectory("live-score").FullName;
    private readonly RegistryStore _registry;
    private readonly TestAlerts _alerts;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(ScoredLog.T0));
    private readonly LiveFeed _feed;

    public LiveScoreTests()
    {
        _registry = RegistryStore.Open(Path.Combine(_folder, "registry.db"));
        _alerts = new TestAlerts(_folder);
        _feed = new LiveFeed(new EnrolmentIndex(_registry), _alerts.Feed, _clock, NullLogger<LiveFeed>.Instance);
    }

    public void Dispose()
    {
        _registry.Dispose();
        _alerts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_community_shows_its_whole_score_then_only_the_measures_that_changed()
    {
        var before = Score(("parkingSpaces", 700));
        var after = Score(("parkingSpaces", 900));
        _feed.Publish(Community, before);
        var client = new RecordingClient();
        await using var subscription = await SubscribeAsync(new LiveArea { Kind = "community", Code = Community }, client);

        _feed.Publish(Community, after);
        var delta = Assert.Single((await client.NextDeltaAsync(_clock)).Scores);

        var first = Assert.Single(subscription.First.Scores);
        Assert.Equal(before.Measures.Select(m => m.Id), first.Measures.Select(m => m.Id));
        Assert.Equal((before.Total, before.ResultHash), (first.Total, first.ResultHash));
        var expected = before.Measures.Zip(after.Measures).Where(p => p.First != p.Second).Select(p => p.Second.Id).ToArray();
        Assert.InRange(expected.Length, 1, 10);
        Assert.Equal(expected, delta.Measures.Select(m => m.Id));
        Assert.Equal((after.Total, after.ResultHash), (delta.Total, delta.ResultHash));
        Assert.Equal(after.Scenarios.Select(s => (s.Code, s.Points)), delta.Scenarios.Select(s => (s.Code, s.Points)));
    }

    [Fact]
    public async Task A_district_shows_scenarios_and_no_measures_and_a_client_that_comes_back_gets_the_gap()
    {
        _feed.Publish(Community, Score(("parkingSpaces", 700)));
        LiveSnapshot before;
        await using (var subscription = await SubscribeAsync(new LiveArea { Kind = "district" }, new RecordingClient()))
            before = subscription.First;

        var cursor = new LiveCursor { Feed = before.Feed, Version = before.Version };
        await using var nothing = await SubscribeAsync(new LiveArea { Kind = "district" }, new RecordingClient(), cursor);
        _feed.Publish(Community, Score(("parkingSpaces", 900)));
        await using var gap = await SubscribeAsync(new LiveArea { Kind = "district" }, new RecordingClient(), cursor);

        Assert.Empty(Assert.Single(before.Scores).Measures);
        Assert.NotEmpty(before.Scores[0].Scenarios);
        Assert.Empty(nothing.First.Scores);
        Assert.Equal(Community, Assert.Single(gap.First.Scores).Community);
    }

    [Fact]
    public async Task A_score_whose_instant_alone_moved_on_is_no_news_and_one_that_went_is()
    {
        var score = Score(("parkingSpaces", 700));
        _feed.Publish(Community, score);
        var client = new RecordingClient();
        await using var subscription = await SubscribeAsync(new LiveArea { Kind = "community", Code = Community }, client);

        _feed.Publish(Community, score with { InstantMs = score.InstantMs + 1_000, Position = score.Position + 1, ResultHash = "another" });
        _feed.Publish(Community, score: null);
        var gone = Assert.Single((await client.NextDeltaAsync(_clock)).Scores);

        Assert.Equal(("", 0), (gone.Pack, gone.Measures.Count));
        Assert.Equal(1, subscription.Sent);
    }

    [Fact]
    public async Task A_share_of_few_residents_goes_out_without_its_value()
    {
        var score = Score(("residents14plus", 4), ("pointsResidents90d", 2));
        _feed.Publish(Community, score);
        await using var subscription = await SubscribeAsync(new LiveArea { Kind = "community", Code = Community }, new RecordingClient());

        var hidden = score.Measures.Where(m => m.IsSuppressed).Select(m => m.Id).ToArray();
        Assert.Contains("LL-03b", hidden);
        Assert.All(subscription.First.Scores[0].Measures.Where(m => hidden.Contains(m.Id)), m => Assert.Equal((true, null, 0, 0), (m.IsHidden, m.Value, m.Points, m.PointsLost)));
    }

    private static CommunityScore Score(params (string Code, double Value)[] facts)
    {
        var state = ScoredLog.Keep(new ScoredLog().Facts(ScoredLog.T0 + 1, 2, facts).Tick(ScoredLog.T0 + ScoredLog.MinuteMs).Entries).State;
        return new ScoreKeeper(state).Evaluate()!.Score;
    }

    private async Task<LiveSubscription> SubscribeAsync(LiveArea area, ILiveClient client, LiveCursor? resume = null)
    {
        var outcome = await _feed.SubscribeAsync(area, resume, client, TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Faults);
        return outcome.Value!;
    }
}
