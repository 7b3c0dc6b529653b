using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Scoring;

/// <summary>What a community's grain shows is taken from the keeper four times a second; others ask in between.</summary>
public sealed class ScoreKeeperTests
{
    private const string Measure = "JT-20a";
    private readonly CommunityState _state = new(ScoredLog.Community);
    private readonly ScoredLog _log = new();
    private readonly ScoreKeeper _keeper;
    private int _folded;

    public ScoreKeeperTests()
    {
        _keeper = new ScoreKeeper(_state);
        Fold();
    }

    [Fact]
    public void A_score_is_new_once()
    {
        Assert.True(_keeper.TryTakeNew(out var first));
        Assert.NotNull(first);
        Assert.False(_keeper.TryTakeNew(out _));
    }

    [Fact]
    public void A_fact_that_the_minutes_record_scored_first_is_still_shown()
    {
        Assert.True(_keeper.TryTakeNew(out var before));
        _log.Facts(ScoredLog.T0 + ScoredLog.MinuteMs - 1, 2, ("parkingSpaces", 900)).Tick(ScoredLog.T0 + ScoredLog.MinuteMs);
        Fold();

        Assert.NotEmpty(_keeper.TakeDue().Records);
        Assert.True(_keeper.TryTakeNew(out var after));
        Assert.NotEqual(before!.InputHash, after!.InputHash);
        Assert.False(_keeper.TryTakeNew(out _));
    }

    [Fact]
    public void A_fact_that_an_explanation_scored_first_is_still_shown()
    {
        Assert.True(_keeper.TryTakeNew(out _));
        _log.Facts(ScoredLog.T0 + 1, 2, ("parkingSpaces", 900));
        Fold();

        Assert.NotNull(_keeper.Explain(Measure, maySeeSuppressed: false));
        Assert.True(_keeper.TryTakeNew(out _));
    }

    private void Fold()
    {
        var changes = new FoldChanges();
        for (; _folded < _log.Entries.Count; _folded++)
        {
            CommunityFold.Apply(_state, _log.Entries[_folded], changes);
            _keeper.Note(changes);
            changes.Clear();
        }
    }
}
